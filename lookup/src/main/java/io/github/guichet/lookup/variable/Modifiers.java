package io.github.guichet.lookup.variable;

/**
 * What stands between the percent sign and the name in 2.3's notation: {@code [-]offset.[0][-]width}, then letters.
 *
 * <pre>
 * %Lu       lower case                 %Uu  upper case          %Tu  without white space at the end
 * %5u       the first 5 bytes          %5.3u  3 bytes from the 6th     %-5.3u  3 bytes from the 5th last
 * %05u      filled with 0 to 5         %Ru  turned round        %Xu  a number in hexadecimal
 * %Eu       ' " \ behind a backslash   %Du  . becomes ,dc=      %Mu  MD5 in hexadecimal
 * %2.256Nu  MD5 modulo 256 with 2 digits                        %2.256Hu  the same with an older hash
 * </pre>
 *
 * @param letters in the order in which they are applied
 */
record Modifiers(int offset, int width, boolean zeros, String letters) {

    /** All that there are. */
    static final String LETTERS = "LUEXRHNMDT";

    /** So many letters a variable may have. */
    static final int MOST_LETTERS = 10;

    Value around(Value value) {
        return offset == 0 && width == 0 && !zeros && letters.isEmpty() ? value : request -> apply(value.of(request));
    }

    private String apply(String value) {
        String now = value;
        int from = offset;
        int length = width;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter == 'H' || letter == 'N') {
                long hash = letter == 'H' ? oldHash(now, length) : newHash(now, length);
                now = Octets.padLeft(Integer.toHexString((int) hash), from, "0");
                from = 0;
                length = 0;
            } else {
                now = plain(letter, now);
            }
        }
        return cut(now, from, length);
    }

    private static String plain(char letter, String value) {
        return switch (letter) {
            case 'L' -> Octets.lower(value);
            case 'U' -> Octets.upper(value);
            case 'E' -> value.replaceAll("([\\\\'\"])", "\\\\$1");
            case 'X' -> Octets.hexNumber(value);
            case 'R' -> Octets.reverse(value);
            case 'M' -> Octets.hex(Digests.hash("md5", "", value, 1));
            case 'D' -> Octets.ldapDn(value);
            default -> value.replaceAll("[ \\t-\\r]+$", "");
        };
    }

    /** The hash of Unix's object files, as Dovecot's str_hash(). */
    private static long oldHash(String value, int modulus) {
        int hash = 0;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash << 4) + value.charAt(i);
            int high = hash & 0xf000_0000;
            hash ^= (high >>> 24) ^ high;
        }
        return modulus == 0 ? hash : Integer.remainderUnsigned(hash, modulus);
    }

    private static long newHash(String value, int modulus) {
        String digest = Digests.hash("md5", "", value, 1);
        long hash = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = (hash << 8) | digest.charAt(i);
        }
        return modulus == 0 ? hash : Long.remainderUnsigned(hash, modulus);
    }

    private String cut(String value, int from, int length) {
        int start = from >= 0 ? Math.min(from, value.length()) : value.length() > -from ? value.length() + from : 0;
        String rest = value.substring(start);
        if (length == 0) {
            return rest;
        }
        if (zeros) {
            return Octets.padLeft(rest, length, "0");
        }
        int kept = length > 0 ? length : rest.length() + length;
        return kept < 0 ? rest : rest.substring(0, Math.min(kept, rest.length()));
    }
}
