package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;

/**
 * What a message is marked with: {@code X-Guichet-Warning: rule; reason}. Printable ASCII only: any other character is written as
 * {@code \}{@code uXXXX}, so that what a sender chose says nothing to a reader of mail but what it is.
 */
final class Tag {

    private static final int LONGEST_PART = 300;
    /** Of a line, as RFC 5322, 2.1.1 wants it. */
    private static final int LINE = 78;

    private Tag() {}

    static Modification.AddField field(String name, String rule, String reason) {
        return new Modification.AddField(name, FieldValue.of(folded(text(rule, reason), name.length() + 2)));
    }

    /** In one line. */
    static String text(String rule, String reason) {
        return (escaped(rule) + "; " + escaped(reason)).strip();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length() && escaped.length() < LONGEST_PART; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString().strip();
    }

    /** Breaks lines at blanks; a word that is too long for a line stays whole. */
    private static String folded(String text, int indent) {
        StringBuilder folded = new StringBuilder();
        int column = indent;
        for (String word : text.split(" +", -1)) {
            if (!folded.isEmpty()) {
                boolean fits = column + 1 + word.length() <= LINE;
                folded.append(fits ? " " : "\n ");
                column = fits ? column + 1 : 1;
            }
            folded.append(word);
            column += word.length();
        }
        return folded.toString();
    }
}
