package io.github.guichet.server;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a TOML file, to find where a character of a decoded string stands. The parser tells the place of a value; what
 * lies inside a string with escapes and several lines is worked out here, and only when there is a problem to report.
 */
final class TomlSource {

    private final int[] text;

    TomlSource(String text) {
        this.text = text.codePoints().toArray();
    }

    /**
     * The place of each character of a string, and of the quote that ends it.
     *
     * @param start where its opening quote stands
     * @param value the string as decoded by the parser
     * @return empty when there is no such string at that place
     */
    List<Position> characters(Position start, String value) {
        int at = indexOf(start);
        if (at < 0 || at >= text.length || (text[at] != '"' && text[at] != '\'')) {
            return List.of();
        }
        int quote = text[at];
        boolean several = isAt(at + 1, quote) && isAt(at + 2, quote);
        at += several ? 3 : 1;
        if (several) {
            at += isAt(at, '\r') ? 1 : 0;
            at += isAt(at, '\n') ? 1 : 0;
        }
        StringBuilder decoded = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        while (decoded.length() < value.length() && at < text.length) {
            int began = at;
            int point = text[at++];
            if (point == '\\' && quote == '"') {
                int escape = at < text.length ? text[at++] : 0;
                if (escape == '\n' || escape == '\r' || escape == ' ' || escape == '\t') {
                    while (at < text.length && Character.isWhitespace(text[at])) {
                        at++;
                    }
                    continue;
                }
                int digits = escape == 'u' ? 4 : escape == 'U' ? 8 : escape == 'x' ? 2 : 0;
                point = digits > 0 ? hex(at, digits) : plain(escape);
                at += digits;
            }
            int before = decoded.length();
            decoded.appendCodePoint(Character.isValidCodePoint(point) ? point : 0xFFFD);
            for (int i = before; i < decoded.length(); i++) {
                places.add(began);
            }
        }
        places.add(Math.min(at, text.length));
        return decoded.toString().equals(value) ? positions(places) : List.of();
    }

    private boolean isAt(int index, int point) {
        return index < text.length && text[index] == point;
    }

    private int hex(int from, int digits) {
        int value = 0;
        for (int i = from; i < Math.min(text.length, from + digits); i++) {
            value = value * 16 + Math.max(0, Character.digit(text[i], 16));
        }
        return value;
    }

    private static int plain(int escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'e' -> 0x1B;
            default -> escape;
        };
    }

    private int indexOf(Position position) {
        int line = 1;
        int at = 0;
        while (line < position.line() && at < text.length) {
            if (text[at++] == '\n') {
                line++;
            }
        }
        return line == position.line() ? at + position.column() - 1 : -1;
    }

    private List<Position> positions(List<Integer> places) {
        List<Position> positions = new ArrayList<>(places.size());
        int line = 1;
        int lineStart = 0;
        int at = 0;
        for (int place : places) {
            for (; at < place; at++) {
                if (text[at] == '\n') {
                    line++;
                    lineStart = at + 1;
                }
            }
            positions.add(new Position(line, place - lineStart + 1));
        }
        return positions;
    }
}
