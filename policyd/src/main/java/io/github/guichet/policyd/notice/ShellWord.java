package io.github.guichet.policyd.notice;

/** Writes a text as one word of a POSIX shell, for commands that somebody is to copy. */
public final class ShellWord {

    private ShellWord() {}

    /** The word as it is if a shell does nothing to it, else in single quotes; control characters are left out. */
    public static String of(String text) {
        StringBuilder word = new StringBuilder();
        boolean plain = !text.isEmpty() && text.charAt(0) != '-';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                continue;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            plain &= letter || "@%+=:,./-_".indexOf(c) >= 0;
            word.append(c == '\'' ? "'\\''" : String.valueOf(c));
        }
        return plain ? word.toString() : "'" + word + "'";
    }
}
