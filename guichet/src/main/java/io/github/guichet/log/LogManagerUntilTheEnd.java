package io.github.guichet.log;

import java.util.logging.LogManager;

/** Java's own log manager takes all handlers away as soon as the process is told to end, and what a daemon says then is lost. */
public final class LogManagerUntilTheEnd extends LogManager {

    /** Keeps everything. */
    @Override
    public void reset() {}
}
