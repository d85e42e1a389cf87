package io.github.guichet.lookup.key;

import io.github.guichet.lookup.CaseFold;
import java.text.Normalizer;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * A domain name in its two forms: with U-labels ({@code müller.example}) and with A-labels ({@code
 * xn--mller-kva.example}). Postfix compares only what it was given; here a table may hold either.
 *
 * <p>The mapping follows the non-transitional processing of UTS #46, as Postfix does ({@code idna2003_compatibility = no}):
 * {@code ß} is not {@code ss}. Names are not checked for validity: this only makes keys, and a key that no domain can have
 * finds nothing. {@link java.net.IDN} knows only IDNA2003 and Unicode 3.2.
 */
public final class DomainForm {

    private static final String ACE = "xn--";
    private static final int LONGEST_LABEL = 63;
    private static final Pattern DOTS = Pattern.compile("[.\u3002\uff0e\uff61]");

    private DomainForm() {}

    /** Whether a name can be written in two ways at all. */
    static boolean hasForms(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c >= 0x80
                    || (c == '-'
                            && i >= 3
                            && domain.charAt(i - 1) == '-'
                            && domain.regionMatches(true, i - 3, ACE, 0, 4))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The other form.
     *
     * @param domain a name, not folded
     * @return with A-labels if it has a character outside ASCII, else with U-labels; empty when it has no other form
     */
    static String other(String domain) {
        if (!hasForms(domain)) {
            return "";
        }
        boolean ascii = isAscii(domain);
        StringJoiner other = new StringJoiner(".");
        for (String label : DOTS.split(domain, -1)) {
            other.add(ascii ? toUnicode(label) : toAscii(label));
        }
        return other.toString().equals(CaseFold.fold(domain)) ? "" : other.toString();
    }

    /**
     * The form with A-labels, folded: what the DNS knows and what the embedded store keeps.
     *
     * @param domain a name in either form
     */
    public static String ascii(String domain) {
        StringJoiner ascii = new StringJoiner(".");
        for (String label : DOTS.split(domain, -1)) {
            ascii.add(toAscii(label));
        }
        return ascii.toString();
    }

    /**
     * Only what would be encoded the same way again: anything else is no A-label, whatever it decodes to. And only what
     * folding leaves alone: tables hold folded keys, and {@code straße} must not read the mail of {@code strasse}.
     */
    private static String toUnicode(String label) {
        String folded = CaseFold.fold(label);
        if (!folded.startsWith(ACE) || label.length() > LONGEST_LABEL) {
            return folded;
        }
        return Punycode.decode(folded.substring(ACE.length()))
                .filter(unicode -> unicode.chars().noneMatch(Character::isISOControl))
                .filter(unicode -> toAscii(unicode).equals(folded)
                        && CaseFold.fold(unicode).equals(unicode))
                .orElse(folded);
    }

    private static String toAscii(String label) {
        StringBuilder mapped = new StringBuilder(label.length() + 4);
        label.codePoints().forEach(point -> {
            String one = Character.toString(point);
            mapped.append(isDeviation(point) ? one : CaseFold.fold(one));
        });
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return isAscii(normal) || normal.length() > LONGEST_LABEL ? normal : ACE + Punycode.encode(normal);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** The characters that IDNA2003 maps away and IDNA2008 keeps: sharp s, final sigma, the two joiners. */
    private static boolean isDeviation(int point) {
        return point == 0xdf || point == 0x3c2 || point == 0x200c || point == 0x200d;
    }
}
