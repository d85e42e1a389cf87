package io.github.guichet.log;

import io.github.guichet.status.LoggedLine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Logger;

/**
 * The log of this process. As long as nobody says that it serves, only warnings and errors are shown, worded like those of a command.
 * Safe for use by many threads.
 */
public final class Logs {

    private final LogLevels levels = new LogLevels();
    private final LogKeys keys = new LogKeys();
    private final Stderr reader;
    private final LogHandler handler;
    private LogSettings settings = LogSettings.DEFAULT;

    Logs(PrintStream out, Stderr reader) {
        this.reader = reader;
        this.handler = new LogHandler(
                out, new LogForm.OfCommand(new Privacy(AddressPrivacy.FULL, IpPrivacy.FULL, LogKey.random())));
    }

    /** Makes the only log of the process; called before anything is logged. */
    public static Logs install() {
        System.setProperty("java.util.logging.manager", LogManagerUntilTheEnd.class.getName());
        Logs logs = new Logs(Stderr.stream(), Stderr.find(System.getenv()));
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        logs.levels.set(LogLevel.WARNING, Map.of());
        root.addHandler(logs.handler);
        return logs;
    }

    /** One that writes nothing and is nobody's handler; only its levels are those of the process. */
    public static Logs unused() {
        return new Logs(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), Stderr.PIPE);
    }

    /**
     * The process serves, or has new settings: levels that were set by hand are forgotten.
     *
     * @param state where the key of hashes is kept, so that they stay the same over a restart; absent = in memory
     */
    public synchronized void apply(LogSettings changed, Optional<Path> state) {
        settings = changed;
        boolean hashes = changed.addresses() == AddressPrivacy.HASH || changed.ips() == IpPrivacy.HASH;
        LogKey key = hashes ? keys.of(state) : keys.ofProcess();
        handler.use(
                new LogForm.OfService(changed.format(), reader, new Privacy(changed.addresses(), changed.ips(), key)));
        levels.set(changed.level(), changed.levels());
    }

    /** Until the process ends, or new settings come. */
    public void level(LogArea area, LogLevel level) {
        levels.set(area, level);
    }

    /** Back to what the settings say. */
    public synchronized void reset() {
        levels.set(settings.level(), settings.levels());
    }

    /** The level of each area, now. */
    public Map<LogArea, LogLevel> levels() {
        return levels.get();
    }

    /** The settings. */
    public synchronized LogSettings settings() {
        return settings;
    }

    /**
     * Has this one hear, from now on, what the log says of errors and warnings: as it is written there, clipped, without control
     * characters, secrets, and whatever the settings hide.
     */
    public void listen(Consumer<LoggedLine> listener) {
        handler.listen(listener);
    }

    /** A text that others made, for whoever else shows it: as the log would write it now. */
    public String shown(String text) {
        return handler.shown(text);
    }
}
