package io.github.guichet.status;

/** Text of others that is to be shown: in part it is what a peer or a server said. */
final class ShownText {

    private static final String CUT = "…";

    private ShownText() {}

    /**
     * One line of at most so many characters, with escapes instead of what a terminal or a browser would obey: control characters,
     * line separators, marks that turn the direction of writing, halves of a character.
     */
    static String clipped(String text, int longest) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), longest) + CUT.length());
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            String piece = isHarmless(character)
                    ? Character.toString(character)
                    : String.format(character > 0xffff ? "\\U%08x" : "\\u%04x", character);
            if (shown.length() + piece.length() > longest) {
                return shown.append(CUT).toString();
            }
            shown.append(piece);
        }
        return shown.toString();
    }

    /** Escapes all that is not ASCII. */
    static String ascii(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> shown.append(
                        c < 0x7f
                                ? Character.toString(c)
                                : c == '…'
                                        ? "~"
                                        : c == 'µ' ? "u" : String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c)));
        return shown.toString();
    }

    private static boolean isHarmless(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }
}
