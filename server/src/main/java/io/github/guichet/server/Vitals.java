package io.github.guichet.server;

import java.util.concurrent.CompletableFuture;

/** Of whom a service manager hears whether the process is alive. Asked by one thread. */
public interface Vitals {

    /**
     * Looks whether everything that must go on does.
     *
     * @return completes when it does; stays open, or completes exceptionally, when it does not
     */
    CompletableFuture<Void> alive();

    /** How the process is doing: one line for a person. */
    String status();
}
