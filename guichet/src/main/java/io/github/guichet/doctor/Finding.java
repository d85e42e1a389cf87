package io.github.guichet.doctor;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an examination found. Texts come from servers and files too, so control characters are replaced and long ones clipped.
 *
 * @param severity how much it matters
 * @param what what was found, a sentence
 * @param advice what to do about it, a sentence; empty when there is nothing to do
 * @param paste commands for a shell, or lines for a file if the advice says so
 */
public record Finding(Severity severity, String what, String advice, List<String> paste) {

    private static final int LONGEST = 1200;

    /** Cleans and copies. */
    public Finding {
        what = clean(what);
        advice = clean(advice);
        paste = paste.stream().map(Finding::clean).toList();
    }

    /** All is well. */
    public static Finding ok(String what) {
        return new Finding(Severity.OK, what, "", List.of());
    }

    /** Worth knowing. */
    public static Finding note(String what, String advice, String... paste) {
        return new Finding(Severity.NOTE, what, advice, List.of(paste));
    }

    /** Nobody could look. */
    public static Finding unknown(String what, String advice, String... paste) {
        return new Finding(Severity.UNKNOWN, what, advice, List.of(paste));
    }

    /** Something will go wrong. */
    public static Finding warning(String what, String advice, String... paste) {
        return new Finding(Severity.WARNING, what, advice, List.of(paste));
    }

    /** Something is wrong. */
    public static Finding error(String what, String advice, String... paste) {
        return new Finding(Severity.ERROR, what, advice, List.of(paste));
    }

    /** The findings, or that all is well if there are none. */
    static List<Finding> or(List<Finding> findings, String fine) {
        return findings.isEmpty()
                ? List.of(ok(fine))
                : findings.stream().distinct().toList();
    }

    /** Quotes a word for a shell. */
    static String quoted(String word) {
        boolean plain = !word.isEmpty()
                && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-:=,@%+".indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The first few, and how many more there are. */
    static String some(List<String> all, int shown) {
        String text = String.join(", ", all.subList(0, Math.min(shown, all.size())));
        return all.size() > shown ? text + " and " + (all.size() - shown) + " more" : text;
    }

    /** Both lists. */
    static List<Finding> join(List<Finding> first, List<Finding> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static String clean(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(c -> safe.appendCodePoint(
                        Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e)
                                ? '?'
                                : c));
        return text.codePointCount(0, text.length()) > LONGEST ? safe + " …" : safe.toString();
    }
}
