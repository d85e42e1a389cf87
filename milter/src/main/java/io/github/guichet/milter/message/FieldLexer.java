package io.github.guichet.milter.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a field of addresses (RFC 5322, 3.2). What begins and never ends - a quoted string, a comment, a domain literal - is
 * taken as a lone character, and then no other of its kind is looked for: so each byte is looked at a few times at most.
 */
final class FieldLexer {

    /** Comments deeper than that are written by nobody, and some readers count on it. */
    static final int MAX_DEPTH = 32;

    /** Kinds of tokens; comments are none, see {@link #comments}. */
    enum Kind {
        /** Letters, digits and signs without meaning; all that is not ASCII. */
        ATOM,
        QUOTED,
        /** {@code [127.0.0.1]}, with its brackets. */
        LITERAL,
        DOT,
        AT,
        COMMA,
        SEMICOLON,
        COLON,
        OPEN,
        CLOSE,
        /** What cannot be anywhere. */
        STRAY,
        END
    }

    private final byte[] bytes;
    private final Findings findings;
    private int at;
    private Kind kind = Kind.END;
    private int from;
    private boolean gap;
    private boolean commented;
    private String text = "";
    private List<String> comments = new ArrayList<>(0);
    private boolean openQuote;
    private boolean openComment;
    private boolean openLiteral;

    FieldLexer(byte[] bytes, Findings findings) {
        this.bytes = bytes;
        this.findings = findings;
    }

    /** Goes to the next token. */
    void next() {
        skipGap();
        from = at;
        if (at == bytes.length) {
            kind = Kind.END;
            text = "";
            return;
        }
        int c = bytes[at];
        if (isAtomText(c)) {
            atom();
        } else if (c == '"' && !openQuote && enclosed('"', '"')) {
            kind = Kind.QUOTED;
        } else if (c == '[' && !openLiteral && enclosed('[', ']')) {
            kind = Kind.LITERAL;
            text = "[" + text + "]";
        } else {
            at++;
            special(c);
        }
    }

    private void special(int c) {
        text = String.valueOf((char) c);
        switch (c) {
            case '.' -> kind = Kind.DOT;
            case '@' -> kind = Kind.AT;
            case ',' -> kind = Kind.COMMA;
            case ';' -> kind = Kind.SEMICOLON;
            case ':' -> kind = Kind.COLON;
            case '<' -> kind = Kind.OPEN;
            case '>' -> kind = Kind.CLOSE;
            default -> {
                kind = Kind.STRAY;
                switch (c) {
                    case '"' -> findings.invalid("a quoted string that does not end");
                    case '(' -> findings.invalid("a comment that does not end");
                    case '[' -> findings.invalid("a domain literal that does not end");
                    case ')', ']', '\\' -> findings.invalid("a stray " + text);
                    default -> findings.invalid("a control character");
                }
            }
        }
    }

    /** What kind of token it is. */
    Kind kind() {
        return kind;
    }

    /** Where it starts. */
    int from() {
        return from;
    }

    /** Where the next one is looked for. */
    int end() {
        return at;
    }

    /** Its text; that of a quoted string without quotes. */
    String text() {
        return text;
    }

    /** Whether there is white space or a comment in front of it. */
    boolean hasGap() {
        return gap;
    }

    /** Whether there is a comment in front of it. */
    boolean hasComment() {
        return commented;
    }

    /** The comments since this was last asked, without their parentheses. */
    List<String> comments() {
        List<String> taken = comments;
        comments = new ArrayList<>(0);
        return taken;
    }

    private static boolean isAtomText(int c) {
        if (c < 0) {
            return true;
        }
        return switch (c) {
            case '(', ')', '<', '>', '[', ']', ':', ';', '@', '\\', ',', '.', '"', 0x7f -> false;
            default -> c > ' ';
        };
    }

    private void atom() {
        while (at < bytes.length && isAtomText(bytes[at])) {
            at++;
        }
        kind = Kind.ATOM;
        text = FieldText.of(bytes, from, at);
    }

    private void skipGap() {
        int start = at;
        commented = false;
        int lines = 0;
        while (at < bytes.length) {
            int c = bytes[at];
            if (c == '(' && !openComment && comment()) {
                commented = true;
                lines = 0;
            } else if (c == ' ' || c == '\t') {
                at++;
            } else if (isLineEnd(at)) {
                at += c == '\r' ? 2 : 1;
                lineEnds();
                if (++lines == 2) {
                    findings.obsolete("a line of white space");
                }
            } else {
                break;
            }
        }
        if (lines > 0 && at == bytes.length) {
            findings.obsolete("a line of white space");
        }
        gap = at > start;
    }

    private boolean isLineEnd(int i) {
        return bytes[bytes[i] == '\r' && i + 1 < bytes.length ? i + 1 : i] == '\n';
    }

    /** Behind the end of a line. */
    private void lineEnds() {
        if (at < bytes.length && bytes[at] != ' ' && bytes[at] != '\t') {
            findings.invalid("a line that does not begin with white space");
        }
    }

    private boolean comment() {
        if (!enclosed('(', ')')) {
            return false;
        }
        comments.add(text);
        return true;
    }

    /** Reads what stands between two signs; only comments nest. Stays where it is if there is no end. */
    private boolean enclosed(char begin, char end) {
        int start = at;
        int depth = 1;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Findings inside = new Findings();
        for (int i = at + 1; i < bytes.length; i++) {
            int c = bytes[i];
            if (c == end && --depth == 0) {
                at = i + 1;
                byte[] plain = content.toByteArray();
                text = FieldText.of(plain, 0, plain.length);
                take(inside);
                return true;
            }
            if (c == begin && begin == '(' && ++depth > MAX_DEPTH) {
                inside.invalid("comments nested too deep");
            } else if (c == begin && begin == '[') {
                inside.invalid("a stray [");
            } else if (c == '\\' && i + 1 < bytes.length) {
                c = bytes[++i];
                if (c == 0 || c == '\r' || c == '\n') {
                    inside.invalid("a control character");
                } else if (begin == '[') {
                    inside.obsolete("a backslash in a domain literal");
                }
            } else if (isLineEnd(i)) {
                i += c == '\r' ? 1 : 0;
                at = i + 1;
                lineEnds();
                continue;
            }
            control(c, inside);
            content.write(c);
        }
        at = start;
        openQuote |= begin == '"';
        openComment |= begin == '(';
        openLiteral |= begin == '[';
        return false;
    }

    private static void control(int c, Findings inside) {
        if (c == 0 || c == '\r' || c == '\n') {
            inside.invalid("a control character");
        } else if (c == 0x7f || (c > 0 && c < ' ' && c != '\t')) {
            inside.obsolete("a control character");
        }
    }

    private void take(Findings inside) {
        inside.problem().ifPresent(problem -> {
            if (inside.worst() == Syntax.INVALID) {
                findings.invalid(problem);
            } else {
                findings.obsolete(problem);
            }
        });
    }
}
