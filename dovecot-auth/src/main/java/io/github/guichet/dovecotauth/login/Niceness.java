package io.github.guichet.dovecotauth.login;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * How much a thread steps back for others (nice(2), setpriority(2)). Hashing threads keep every core busy for as long as somebody
 * logs in; without it a look-up that takes 20 microseconds waits some milliseconds for a core.
 */
final class Niceness {

    /**
     * Enough that the kernel takes a core away from hashing as soon as an event loop has something to do. Not the most there is: where
     * other programs keep all cores busy, hashing still gets a thirtieth of one, and a bcrypt hash ends before Postfix gives up.
     */
    private static final int STEPS = 15;

    /** Linux has a niceness for each thread, and 0 is the calling one. */
    private static final int PRIO_PROCESS = 0;

    private static final int LOWEST = 19;

    private Niceness() {}

    /** Lowers the calling thread, for good. Where the C library cannot be called, nothing happens. */
    static void lower() {
        try {
            NativeLibrary c = NativeLibrary.getInstance("libc.so.6");
            Function get = c.getFunction("getpriority");
            int now = get.invokeInt(new Object[] {PRIO_PROCESS, 0});
            c.getFunction("setpriority").invokeInt(new Object[] {PRIO_PROCESS, 0, Math.min(now + STEPS, LOWEST)});
        } catch (LinkageError e) {
            // Another C library, or no place to unpack JNA's own: everything works, only less evenly.
            return;
        }
    }
}
