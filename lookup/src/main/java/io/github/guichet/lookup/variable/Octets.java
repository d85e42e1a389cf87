package io.github.guichet.lookup.variable;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Byte strings: each character is a byte, mostly of UTF-8. Dovecot's functions count and cut bytes, and hashes are bytes. */
final class Octets {

    private Octets() {}

    static String of(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As text; a letter that was cut in two becomes the sign for that. */
    static String text(String octets) {
        return isAscii(octets) ? octets : new String(bytes(octets), StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    static String hex(String octets) {
        StringBuilder hex = new StringBuilder(octets.length() * 2);
        for (int i = 0; i < octets.length(); i++) {
            hex.append(Character.forDigit(octets.charAt(i) >> 4, 16));
            hex.append(Character.forDigit(octets.charAt(i) & 15, 16));
        }
        return hex.toString();
    }

    /** A to Z only, as Dovecot's t_str_ucase(). */
    static String upper(String octets) {
        StringBuilder upper = new StringBuilder(octets);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return upper.toString();
    }

    static String reverse(String octets) {
        // Not StringBuilder.reverse() on text: bytes are turned round, not letters.
        return new StringBuilder(octets).reverse().toString();
    }

    /** example.com as the end of a DN: the caller writes the first dc= itself. */
    static String ldapDn(String octets) {
        return octets.replace(".", ",dc=");
    }

    /** As C's strtoull() of decimal digits; 0 for what is none. */
    static String hexNumber(String octets) {
        try {
            return Long.toHexString(Long.parseUnsignedLong(octets.startsWith("+") ? "" : octets));
        } catch (NumberFormatException e) {
            return "0";
        }
    }

    static String lower(String octets) {
        StringBuilder lower = new StringBuilder(octets);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return lower.toString();
    }

    static String padLeft(String octets, int length, String filler) {
        StringBuilder padded = new StringBuilder(octets);
        while (padded.length() < length && !filler.isEmpty()) {
            padded.insert(0, filler);
        }
        return padded.toString();
    }

    /** The first bits of a hash, moved to the right end of the bytes that hold them, as buffer_truncate_rshift_bits(). */
    static String firstBits(String octets, int bits) {
        if (octets.length() * 8 < bits) {
            return octets;
        }
        int rest = bits % 8;
        byte[] kept = bytes(octets.substring(0, (bits + 7) / 8));
        if (rest > 0) {
            for (int i = kept.length - 1; i >= 0; i--) {
                int before = i > 0 ? kept[i - 1] & (0xff >> rest) : 0;
                kept[i] = (byte) (((kept[i] & 0xff) >> (8 - rest)) + (before << rest));
            }
        }
        return of(kept);
    }

    /** For messages. */
    static String name(String text) {
        return text.length() > 40 ? String.format(Locale.ROOT, "%.40s…", text) : text;
    }
}
