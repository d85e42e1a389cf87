package io.github.guichet.milter.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Received: field without what it tells about the client.
 *
 * <pre>
 * from laptop (home.example [192.0.2.7]) by mx.example.org (Postfix)
 *   with ESMTPSA id 4F2A for &lt;bob@example.com&gt;; Sat, 21 Nov 2026 12:00:00 +0100 (CET)
 *
 * by mx.example.org with ESMTPSA id 4F2A;
 *   Sat, 21 Nov 2026 12:00:00 +0100
 * </pre>
 *
 * <p>What is left is a Received: field by RFC 5322, 3.6.7. Its clauses are those of RFC 5321, 4.4, but for the {@code from} that every
 * SMTP server has to write, and which is what is to be hidden. A {@code for} tells of a recipient that others need not know of, and
 * comments may hold anything.
 */
final class ShortReceived {

    /** Clauses of RFC 5321, 4.4; {@code via}, {@code for} and others are left out, but end the one before. */
    private static final List<String> CLAUSES = List.of("from", "by", "via", "with", "id", "for");

    /** RFC 5321, 4.1.2; an address instead of a name would tell where the client is. */
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,255}$)(?!.*(?:^|\\.)[0-9]+$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9/+_-]{0,63}");
    /** An atom, with the dots that many put into it, or a Message-ID; none that looks like an address of a host. */
    private static final Pattern ID = Pattern.compile(
            "(?=.{1,200}$)(?!.*[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+|<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>)");

    private static final Pattern DATE = Pattern.compile("(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ?, ?)?[0-9]{1,2} "
            + "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} "
            + "[0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:[+-][0-9]{4}|GMT|UT|[ECMP][SD]T)");

    private ShortReceived() {}

    /**
     * Shortens.
     *
     * @param value of a Received: field
     * @return empty if nothing of it can be kept: it has no date, or does not say by whom, or cannot be read at all
     */
    static Optional<String> of(String value) {
        String bare = AuthservId.withoutComments(value);
        int end = bare.lastIndexOf(';');
        if (end < 0 || bare.indexOf('"') >= 0) {
            return Optional.empty();
        }
        String date = String.join(" ", words(bare.substring(end + 1)));
        Map<String, String> clauses = clauses(words(bare.substring(0, end)));
        String by = clauses.getOrDefault("by", "");
        if (!HOST.matcher(by).matches() || !DATE.matcher(date).matches()) {
            return Optional.empty();
        }
        StringBuilder left = new StringBuilder("by ").append(by);
        append(left, "with", clauses, PROTOCOL);
        append(left, "id", clauses, ID);
        return Optional.of(left.append(";\n\t").append(date).toString());
    }

    private static void append(StringBuilder left, String clause, Map<String, String> clauses, Pattern form) {
        String value = clauses.getOrDefault(clause, "");
        if (form.matcher(value).matches()) {
            left.append(' ').append(clause).append(' ').append(value);
        }
    }

    /** The first word of each clause, by its name; of two of one name the last, which is the one outside of {@code from by with}. */
    private static Map<String, String> clauses(List<String> words) {
        Map<String, String> clauses = new LinkedHashMap<>();
        int at = 0;
        while (at < words.size()) {
            String name = words.get(at).toLowerCase(Locale.ROOT);
            if (CLAUSES.contains(name) && at + 1 < words.size()) {
                clauses.put(name, words.get(at + 1));
                at++;
            }
            at++;
        }
        return clauses;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[ \t\r\n]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
