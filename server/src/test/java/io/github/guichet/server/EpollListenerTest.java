package io.github.guichet.server;

class EpollListenerTest extends ListenerContract {

    EpollListenerTest() throws Exception {
        super(EventLoops.Transport.EPOLL);
    }

    @Override
    ListenAddress halfClosing() {
        return fixture.unix("half");
    }
}
