package io.github.guichet.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All addresses of one daemon, which may change while it serves: what stays keeps its socket and its connections. Changed by one thread
 * at a time; otherwise safe for use by many threads.
 */
public final class Listeners {

    private static final Logger LOGGER = LoggerFactory.getLogger(Listeners.class);

    private final EventLoops loops;
    private final DaemonMeter meter;
    private volatile List<Listener> current = List.of();
    /** Those that do not listen any more, as long as they have connections. */
    private volatile List<Listener> leaving = List.of();

    /**
     * None yet.
     *
     * @param loops closed by the caller, after {@link #stop()}
     */
    public Listeners(EventLoops loops, DaemonMeter meter) {
        this.loops = loops;
        this.meter = meter;
    }

    /**
     * An address to serve.
     *
     * @param limits for connections that come from now on
     * @param protocol what is spoken on them
     */
    public record Wish(ListenAddress address, ListenerLimits limits, Protocol protocol) {}

    /**
     * Binds the addresses that are new. They take no connections before {@link Change#commit}.
     *
     * @param wishes all addresses from then on, in the order of the configuration; none = listens nowhere
     * @throws ListenException when one cannot be bound; nothing has changed then
     */
    public Change prepare(List<Wish> wishes) throws ListenException {
        Change change = new Change(List.copyOf(wishes));
        try {
            change.bind();
            return change;
        } catch (ListenException | RuntimeException e) {
            change.abort();
            throw e;
        }
    }

    /** Other addresses that are ready to be served. Either committed or aborted, once. */
    public final class Change {

        private final List<Wish> wishes;
        private final List<Listener> next = new ArrayList<>();
        private final List<Listener> bound = new ArrayList<>();
        private final List<Runnable> undo = new ArrayList<>();

        private Change(List<Wish> wishes) {
            this.wishes = wishes;
        }

        private void bind() throws ListenException {
            for (Wish wish : wishes) {
                Optional<Listener> kept =
                        current.stream().filter(l -> l.isAt(wish.address())).findFirst();
                if (kept.isPresent()) {
                    Listener listener = kept.get();
                    ListenAddress before = listener.asked();
                    undo.add(() -> changeBack(listener, before));
                    listener.change(wish.address());
                    next.add(listener);
                } else {
                    Listener listener = Listener.prepare(wish.address(), loops, wish.limits(), meter, wish.protocol());
                    bound.add(listener);
                    next.add(listener);
                }
            }
        }

        private void changeBack(Listener listener, ListenAddress before) {
            try {
                listener.change(before);
            } catch (ListenException e) {
                LOGGER.warn("{}: {}", meter.name(), e.getMessage());
            }
        }

        /** Serves the new addresses, and no longer those that are not among them: these answer what they have read. */
        public void commit() {
            List<Listener> gone = new ArrayList<>(current);
            gone.removeAll(next);
            for (int i = 0; i < next.size(); i++) {
                next.get(i).renew(wishes.get(i).limits(), wishes.get(i).protocol());
            }
            bound.forEach(Listener::accept);
            List<Listener> left = new ArrayList<>(leaving);
            left.removeIf(listener -> listener.connections() == 0);
            left.addAll(gone);
            leaving = List.copyOf(left);
            current = List.copyOf(next);
            for (Listener listener : gone) {
                LOGGER.info("{}: no longer listening on {}", meter.name(), listener.address());
                CompletableFuture<Void> unused = listener.stop();
            }
        }

        /** Leaves everything as it was. */
        public void abort() {
            bound.forEach(Listener::stop);
            undo.forEach(Runnable::run);
        }
    }

    /** Where the daemon listens, in the order of the configuration. */
    public List<ListenAddress> addresses() {
        return current.stream().map(Listener::address).toList();
    }

    /** How many connections are open, those of addresses that are gone included. */
    public int connections() {
        return current.stream().mapToInt(Listener::connections).sum()
                + leaving.stream().mapToInt(Listener::connections).sum();
    }

    /**
     * Stops to listen, answers what was asked, closes the connections.
     *
     * @return completes when the last connection is closed, at the latest after the time to drain
     */
    public CompletableFuture<Void> stop() {
        List<Listener> all = new ArrayList<>(current);
        all.addAll(leaving);
        return CompletableFuture.allOf(all.stream().map(Listener::stop).toArray(CompletableFuture<?>[]::new));
    }
}
