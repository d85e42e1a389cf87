package io.github.guichet.milter.message;

import io.github.guichet.lookup.key.MailAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The addresses and domains that somebody who reads a text sees in it, such as a display name. Looks through characters that are not
 * seen, full-width letters, "(at)" and "[dot]", and text that is shown from right to left.
 *
 * @param addresses in order, without duplicates, as far as their domain has the form of one with two labels at least; domain in small
 *     letters
 * @param domains in order, without duplicates, in small letters: those of the addresses, and every other text that has the form of a domain
 *     name, whether there is such a domain or not
 * @param tooMany whether there are more of one kind than {@link #MAX}, the others of which are left out
 */
public record NamedInText(List<MailAddress> addresses, List<String> domains, boolean tooMany) {

    /** Each one may be a question to a source, and no honest name has so many. */
    public static final int MAX = 100;

    private static final NamedInText NOTHING = new NamedInText(List.of(), List.of(), false);

    // One space at most, so that these take time that grows with the length of the text only.
    private static final Pattern AT =
            Pattern.compile(" ?[\\[({<] ?(?:at|@) ?[\\])}>] ?| ?@ ?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOT =
            Pattern.compile(" ?[\\[({<] ?(?:dot|\\.) ?[\\])}>] ?| \\. ?", Pattern.CASE_INSENSITIVE);

    private static final Pattern LINE_ENDS = Pattern.compile("[\\n\\x0b\\f\\r\\x1c-\\x1f]");

    private static final int MAX_DOMAIN = 253;
    private static final int MAX_LABEL = 63;

    /** Keeps copies. */
    public NamedInText {
        addresses = List.copyOf(addresses);
        domains = List.copyOf(domains);
    }

    /** Looks into a text. */
    public static NamedInText of(String text) {
        Set<MailAddress> addresses = new LinkedHashSet<>();
        Set<String> domains = new LinkedHashSet<>();
        for (String form : forms(text)) {
            String visible = DOT.matcher(
                            AT.matcher(spaced(VisibleText.of(form))).replaceAll("@"))
                    .replaceAll(".");
            if (visible.indexOf('.') >= 0) {
                look(visible, addresses, domains);
            }
        }
        return domains.isEmpty()
                ? NOTHING
                : new NamedInText(some(addresses), some(domains), addresses.size() > MAX || domains.size() > MAX);
    }

    /** A line end that is not in front of white space came out of an encoded word, and some readers show nothing for it. */
    private static Set<String> forms(String text) {
        Set<String> forms = new LinkedHashSet<>();
        String decoded = EncodedWords.decode(text).text();
        for (String form : List.of(text, decoded, EncodedWords.decode(decoded).text())) {
            forms.add(form);
            forms.add(LINE_ENDS.matcher(form).replaceAll(""));
        }
        List.copyOf(forms).forEach(form -> forms.add(VisibleText.turned(form)));
        return forms;
    }

    private static void look(String visible, Set<MailAddress> addresses, Set<String> domains) {
        int from = 0;
        while (from < visible.length() && addresses.size() <= MAX && domains.size() <= MAX) {
            int to = domainEnd(visible, from);
            boolean named = from > 0 && visible.charAt(from - 1) == '@';
            boolean local = to < visible.length()
                    && visible.charAt(to) == '@'
                    && isDomain(domainName(visible, to + 1, domainEnd(visible, to + 1)));
            if (to > from && (named || !local)) {
                domain(visible, from, to, addresses, domains);
            }
            from = to + 1;
        }
    }

    private static int domainEnd(String text, int from) {
        int to = from;
        while (to < text.length()) {
            int c = text.codePointAt(to);
            if (!isDomainText(c) || text.startsWith("..", to)) {
                return to; // behind several dots something else begins, as behind a symbol
            }
            to += Character.charCount(c);
        }
        return to;
    }

    private static String domainName(String text, int from, int to) {
        return trimmed(text.substring(from, to), ".-").toLowerCase(Locale.ROOT);
    }

    private static <T> List<T> some(Set<T> all) {
        return new ArrayList<>(all).subList(0, Math.min(all.size(), MAX));
    }

    private static void domain(String text, int from, int to, Set<MailAddress> addresses, Set<String> domains) {
        String name = domainName(text, from, to);
        if (!isDomain(name)) {
            return;
        }
        domains.add(name);
        if (from > 0 && text.charAt(from - 1) == '@') {
            int start = from - 1;
            while (start > 0 && isLocalText(text.charAt(start - 1))) {
                start--;
            }
            String local = trimmed(text.substring(start, from - 1), "'`.*-/|{}~=^!?&#$%");
            if (!local.isEmpty()) {
                addresses.add(new MailAddress(local, name));
            }
        }
    }

    /** One space for all white space in a row; control characters are not seen. */
    private static String spaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (spaced.length() > 0 && spaced.charAt(spaced.length() - 1) != ' ') {
                    spaced.append(' ');
                }
            } else if (!Character.isISOControl(c)) {
                spaced.append(c);
            }
        }
        return spaced.toString();
    }

    private static boolean isDomainText(int c) {
        return c == '.'
                || c == '-'
                || Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isLocalText(char c) {
        return c != '@' && (isDomainText(c) || Character.isSurrogate(c) || "!#$%&'*+/=?^_`{|}~".indexOf(c) >= 0);
    }

    private static String trimmed(String text, String signs) {
        int from = 0;
        int to = text.length();
        while (from < to && signs.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && signs.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Labels of the right length, and the last is no number. */
    private static boolean isDomain(String name) {
        if (name.length() > MAX_DOMAIN) {
            return false;
        }
        int label = 0;
        int labels = 1;
        boolean digits = true;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '.') {
                if (label == 0 || label > MAX_LABEL) {
                    return false;
                }
                label = 0;
                labels++;
                digits = true;
            } else {
                label++;
                digits &= Character.isDigit(name.charAt(i));
            }
        }
        return labels > 1 && label > 1 && label <= MAX_LABEL && !digits;
    }
}
