package io.github.guichet.lookup.key;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The addresses in a table's value, read as loosely as Postfix reads them: separated by commas, or by nothing but white
 * space; with display names, comments and groups, which are dropped.
 */
public final class AddressList {

    private final String text;
    private final List<String> addresses = new ArrayList<>();
    private final StringBuilder address = new StringBuilder();
    /** How many addresses there were at the last separator: what came since is a display name if {@code <} follows. */
    private int phraseStart;

    private boolean afterWord;
    private boolean inAngle;
    private int at;

    private AddressList(String text) {
        this.text = text;
    }

    /**
     * The addresses in a value.
     *
     * @param value as a table gives it
     * @return each in the form in which it is written there, in order; empty if there is no address in it
     */
    public static List<String> split(String value) {
        return new AddressList(value).read();
    }

    /**
     * Appends an extension to the local part of each address.
     *
     * @param value a list of addresses
     * @param extension with its delimiter, not quoted
     * @return the list in external form; the value itself when there is no address in it
     */
    static String append(String value, String extension) {
        StringJoiner result = new StringJoiner(", ");
        for (String address : new AddressList(value).read()) {
            result.add(extend(address, extension));
        }
        return result.length() == 0 ? value : result.toString();
    }

    private static String extend(String address, String extension) {
        int end = QuotedLocal.end(address);
        if (end >= 0) {
            String local = QuotedLocal.unquote(address.substring(0, end));
            return QuotedLocal.quote(local + extension) + address.substring(end);
        }
        int split = address.lastIndexOf('@');
        if (split < 0) {
            // Postfix turns user%domain into user@domain before it appends.
            split = address.indexOf('!') < 0 ? address.lastIndexOf('%') : -1;
        }
        if (split < 0) {
            split = address.length();
        }
        return QuotedLocal.quote(address.substring(0, split) + extension) + address.substring(split);
    }

    private List<String> read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '\r', '\n' -> at++;
                case '(' -> skipComment();
                case '"' -> word(closing('"'));
                case '[' -> word(closing(']'));
                case ',' -> comma();
                case ';' -> separate();
                case ':' -> colon();
                case '<' -> openAngle();
                case '>' -> closeAngle();
                case '@', '.', '%', '!', '|', ')', ']' -> operator(c);
                default -> word(endOfAtom());
            }
        }
        finish();
        return addresses;
    }

    private void operator(char c) {
        address.append(c);
        afterWord = false;
        at++;
    }

    private void word(int end) {
        if (afterWord) {
            finish(); // two words in a row: the comma is missing
        }
        address.append(text, at, end);
        afterWord = true;
        at = end;
    }

    private void separate() {
        finish();
        phraseStart = addresses.size();
        inAngle = false;
        at++;
    }

    private void colon() {
        address.setLength(0); // the name of a group, or a route
        afterWord = false;
        dropPhrase();
        at++;
    }

    private void comma() {
        if (isRoute()) {
            operator(',');
        } else {
            separate();
        }
    }

    /** In {@code <@a,@b:user@domain>}, before the colon. */
    private boolean isRoute() {
        return inAngle && address.length() > 0 && address.charAt(0) == '@';
    }

    private void openAngle() {
        address.setLength(0);
        afterWord = false;
        dropPhrase();
        inAngle = true;
        at++;
    }

    private void closeAngle() {
        if (inAngle && address.length() == 0) {
            address.append("\"\""); // the null address
        }
        separate();
    }

    private void dropPhrase() {
        addresses.subList(phraseStart, addresses.size()).clear();
    }

    private void finish() {
        if (address.length() > 0) {
            addresses.add(address.toString());
        }
        address.setLength(0);
        afterWord = false;
    }

    private int endOfAtom() {
        int end = at;
        while (end < text.length() && " \t\r\n()<>@,;:\".[]%!|".indexOf(text.charAt(end)) < 0) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    /** Behind the closing character of a quoted string or domain literal; the end of the text if nothing closes it. */
    private int closing(char close) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != close) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }

    private void skipComment() {
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '\\') {
                at++;
            }
            at++;
        } while (depth > 0 && at < text.length());
    }
}
