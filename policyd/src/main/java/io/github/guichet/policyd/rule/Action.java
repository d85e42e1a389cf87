package io.github.guichet.policyd.rule;

/**
 * An action of access(5), ready to be written: valid text without control characters, never empty, never digits only (which Postfix
 * takes for OK).
 *
 * @param decision what kind it is, for metrics and for what is taken back
 * @param text the whole action: {@code 550 5.1.1 no such user}
 */
public record Action(Decision decision, String text) {

    /** No opinion. */
    public static final Action DUNNO = new Action(Decision.DUNNO, "DUNNO");

    /** Refuses what could not be written with an {@link IllegalArgumentException}. */
    public Action {
        if (text.isBlank()
                || text.charAt(0) == ' '
                || text.chars().allMatch(c -> c >= '0' && c <= '9')
                || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("not an action of access(5): '" + text + "'");
        }
    }
}
