package io.github.guichet.command;

import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.Lockouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the lockouts that the configuration speaks of. */
final class OpenLockouts {

    private static final Logger LOG = LoggerFactory.getLogger(OpenLockouts.class);

    private OpenLockouts() {}

    /**
     * For the daemon, which changes them.
     *
     * @throws CommandFailure if nobody can say who is locked: then nobody may be let in
     */
    static FileLockouts forDaemon(StateConfig state) throws CommandFailure {
        Optional<Path> directory = state.directory();
        if (directory.isEmpty()) {
            LOG.info("lockouts are kept in memory only, and end with this process: [state] names no directory");
            return FileLockouts.inMemory(InstantSource.system());
        }
        try {
            return FileLockouts.in(directory.get(), InstantSource.system());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE, "nobody can say who is locked out, so nothing is served: " + e);
        }
    }

    /** For a tool, which looks at them. */
    static Lockouts forTools(StateConfig state) {
        if (state.directory().isEmpty()) {
            return Lockouts.NONE;
        }
        try {
            return FileLockouts.seen(state.directory().get());
        } catch (IOException e) {
            LOG.warn("nobody can say who is locked out: {}", e.toString());
            return Lockouts.NONE;
        }
    }
}
