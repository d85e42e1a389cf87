package io.github.guichet.lookup.account;

import org.slf4j.Logger;

/**
 * The lines about lockouts, in one fixed form, at level WARN:
 *
 * <pre>{@code
 * locked out: user=<alice@example.org> by=<outgoing>
 * locked out by another process: user=<alice@example.org> by=<administrator>
 * unlocked: user=<alice@example.org>
 * unlocked by another process: user=<alice@example.org>
 * }</pre>
 *
 * <p>Nobody can forge a line or a field, and whoever hides addresses knows where they are: all but printable ASCII, and {@code < > = \},
 * is escaped as {@code \}{@code uXXXX}, in a name the blank, too.
 */
final class LockoutLog {

    private final Logger log;

    LockoutLog(Logger log) {
        this.log = log;
    }

    void locked(Lockout lockout) {
        log.warn("locked out: user=<{}> by=<{}>", word(lockout.user(), false), word(lockout.by(), true));
    }

    void lockedElsewhere(Lockout lockout) {
        log.warn(
                "locked out by another process: user=<{}> by=<{}>",
                word(lockout.user(), false),
                word(lockout.by(), true));
    }

    void unlocked(String user) {
        log.warn("unlocked: user=<{}>", word(user, false));
    }

    void unlockedElsewhere(String user) {
        log.warn("unlocked by another process: user=<{}>", word(user, false));
    }

    /** Both lengths are limited by {@link Lockout}. */
    static String word(String text, boolean blanks) {
        StringBuilder safe = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean harmless = c > ' ' && c < 0x7f && "<>=\\".indexOf(c) < 0;
            safe.append(harmless || (blanks && c == ' ') ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return safe.toString();
    }
}
