package io.github.guichet.lookup.account;

import io.github.guichet.lookup.CaseFold;
import java.time.Instant;

/**
 * One locked account.
 *
 * @param user its name after normalising; kept folded
 * @param since when it was locked
 * @param by who did it: {@value #ADMINISTRATOR}, or the rule's name
 * @param reason in words, for the log and for {@code guichet lockout}; may be empty
 */
public record Lockout(String user, Instant since, String by, String reason) {

    /** Who locks by hand. */
    public static final String ADMINISTRATOR = "administrator";

    /** The longest {@link #by} and {@link #reason}, in characters; more is cut off. */
    public static final int LONGEST = 200;

    /**
     * Cleans what is only for reading: control characters become spaces.
     *
     * @throws IllegalArgumentException for a name that no user can have
     */
    public Lockout {
        if (user.isEmpty()
                || user.length() > UserNames.LONGEST
                || user.indexOf('\ufffd') >= 0
                || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("no user can have such a name");
        }
        user = CaseFold.fold(user);
        by = cleaned(by);
        reason = cleaned(reason);
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            boolean line = c == '\u2028' || c == '\u2029';
            clean.append(Character.isISOControl(c) || line || Character.isSurrogate(c) ? ' ' : c);
        }
        return clean.toString().strip();
    }
}
