package io.github.guichet.milter.check;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.MailAddress;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names under which this host reports, and which Authentication-Results: claim one of them (RFC 8601, 5).
 *
 * <p>What is well formed and plain claims the name that it begins with, in any case, encoding and quoting. Programs that read these
 * fields are not all careful, so what is not plain (broken syntax, a comment before the name, odd characters within quotes, an
 * encoded word) is taken to claim every name that occurs in it at all.
 */
final class OwnAuthservIds {

    private static final String ENCODED_WORD = "=?";

    private final Set<String> names = new HashSet<>();
    /** Those that hold more than a name of a host can, and so are looked for as they are. */
    private final Set<String> odd = new HashSet<>();

    OwnAuthservIds(List<String> ids) {
        for (String id : ids) {
            String name = normal(id);
            if (name.isEmpty()) {
                continue;
            }
            names.add(name);
            if (!name.chars().allMatch(OwnAuthservIds::isOfName)) {
                odd.add(name);
            }
        }
    }

    /** Whether a field claims to be from here. */
    boolean isClaimedBy(String value) {
        AuthservId id = AuthservId.of(value);
        if (names.contains(normal(id.text()))) {
            return true;
        }
        return !id.plain() && (value.contains(ENCODED_WORD) || occursIn(value));
    }

    private boolean occursIn(String value) {
        String folded = CaseFold.fold(visible(value));
        return hasWord(folded)
                || hasWord(withoutGaps(folded))
                || hasWord(withoutGaps(AuthservId.withoutComments(folded)))
                || odd.stream().anyMatch(folded::contains);
    }

    private static String withoutGaps(String text) {
        return text.replaceAll("[\\s\"\\\\]+", "");
    }

    private boolean hasWord(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !isOfName(text.charAt(i))) {
                if (i > start && names.contains(normal(text.substring(start, i)))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c >= 0x80;
    }

    /** What names have in common that are one to a reader who is not careful. */
    private static String normal(String id) {
        String name = visible(id).strip();
        int start = 0;
        while (start < name.length() && name.charAt(start) == '.') {
            start++;
        }
        int end = name.length();
        while (end > start && name.charAt(end - 1) == '.') {
            end--;
        }
        return MailAddress.domainIdentity(name.substring(start, end));
    }

    /** Without what cannot be seen, and what is no UTF-8. */
    private static String visible(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (plain) {
            return text;
        }
        StringBuilder seen = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(OwnAuthservIds::isSeen)
                .map(point -> point == '\t' || point == '\n' || point == '\r' ? ' ' : point)
                .forEach(seen::appendCodePoint);
        return seen.toString();
    }

    private static boolean isSeen(int point) {
        if (point == '\t' || point == '\n' || point == '\r') {
            return true;
        }
        int type = Character.getType(point);
        return point != 0xfffd && type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
    }
}
