package io.github.guichet.dovecotauth.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of one line, unescaped. */
public final class Fields {

    /** More fields than this are no line of these protocols; Dovecot's own have about 30. */
    private static final int MOST = 256;

    private static final byte ESCAPE = 1;

    private final List<String> all;

    private Fields(List<String> all) {
        this.all = all;
    }

    /**
     * Takes a line apart.
     *
     * @param line holds it
     * @param length how many bytes of it count; neither LF nor a CR before it
     * @throws WireException when there are too many fields
     */
    public static Fields of(byte[] line, int length) throws WireException {
        List<String> fields = new ArrayList<>(12);
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i <= length; i++) {
            if (i == length || line[i] == '\t') {
                if (fields.size() == MOST) {
                    throw new WireException("more than " + MOST + " fields in a line");
                }
                fields.add(escaped ? unescaped(line, start, i) : text(line, start, i));
                start = i + 1;
                escaped = false;
            } else if (line[i] == ESCAPE) {
                escaped = true;
            }
        }
        return new Fields(fields);
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private static String unescaped(byte[] line, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (b == ESCAPE && i + 1 < to) {
                i++;
                b = meaning(line[i]);
            }
            plain[length++] = b;
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    private static byte meaning(byte letter) {
        return switch (letter) {
            case '0' -> 0;
            case '1' -> 1;
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            default -> letter;
        };
    }

    /** How many there are; at least one, which may be empty. */
    public int size() {
        return all.size();
    }

    /** One of them. An index that is not there gives an empty text, as a missing field means to Dovecot. */
    public String get(int index) {
        return index < all.size() ? all.get(index) : "";
    }

    /** Those from an index on. */
    public List<String> from(int index) {
        return all.subList(Math.min(index, all.size()), all.size());
    }

    /**
     * A field that is an unsigned number of 32 bits.
     *
     * @throws WireException when it is none
     */
    public long number(int index) throws WireException {
        String digits = get(index);
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw notANumber(index);
            }
            value = value * 10 + (c - '0');
            if (value > 0xffff_ffffL) {
                throw notANumber(index);
            }
        }
        if (digits.isEmpty()) {
            throw notANumber(index);
        }
        return value;
    }

    private static WireException notANumber(int index) {
        return new WireException("field " + (index + 1) + " is not a number of 32 bits");
    }
}
