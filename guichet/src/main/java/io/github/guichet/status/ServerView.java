package io.github.guichet.status;

import io.github.guichet.lookup.SourceState;
import java.util.List;
import java.util.Optional;

/** What the running process has at this moment. Asked by several threads. */
public interface ServerView {

    /** The daemons that listen. */
    List<Daemon> daemons();

    /** The sources that are open. */
    List<Source> sources();

    /** The maps that can be asked, those of accounts included. */
    List<Asked> maps();

    /**
     * A daemon.
     *
     * @param name from the fixed set of daemon names
     * @param addresses where it listens
     * @param connections how many are open
     */
    record Daemon(String name, List<String> addresses, int connections) {}

    /**
     * A source.
     *
     * @param name from the configuration
     * @param state as last seen
     */
    record Source(String name, SourceState state) {}

    /**
     * A map.
     *
     * @param name from the configuration
     * @param cache what is kept of its answers, if anything is
     */
    record Asked(String name, Optional<Cache> cache) {}

    /**
     * The cache of a map.
     *
     * @param entries answers in it
     * @param bytes about how many they take
     * @param evictions answers that had to go
     */
    record Cache(long entries, long bytes, long evictions) {}
}
