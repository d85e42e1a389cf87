package io.github.guichet.server;

class NioListenerTest extends ListenerContract {

    NioListenerTest() throws Exception {
        super(EventLoops.Transport.NIO);
    }
}
