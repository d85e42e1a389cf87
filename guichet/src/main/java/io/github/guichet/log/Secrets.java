package io.github.guichet.log;

import io.github.guichet.server.LogField;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The second line of defence: no code of guichet gives a secret to the log, and what a driver or a library says in an exception goes
 * through here, in case it quotes what it was given.
 */
final class Secrets {

    private static final String HIDDEN = "(not shown)";

    /** Also keyStorePassword=, db.password=, and "password": of JSON. */
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)(?<![a-z0-9_.-])([a-z0-9_.-]{0,40}(?:password|passwd|passphrase|secret|pwd|bindpw|dnpass|token)"
                    + "(?:\"?\\s{0,3}=|\"\\s{0,3}:)\\s{0,3})(?:\"[^\"]*\"?|'[^']*'?|[^\\s&;,)>\"']+)");

    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@]{0,256}:)[^\\s/]{1,256}@");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b((?:bearer|basic)\\s+)[A-Za-z0-9+/._~=-]{8,}");

    private Secrets() {}

    /** The event without them. */
    static LogEvent hide(LogEvent event) {
        return new LogEvent(
                event.more(),
                event.kind(),
                event.fields().stream()
                        .map(f -> f.name().holds() == LogField.Holds.TEXT ? f.with(hide(f.value())) : f)
                        .toList(),
                hide(event.sentence()));
    }

    /** The text without what looks like one. */
    static String hide(String text) {
        if (text.indexOf('=') < 0 && text.indexOf(':') < 0 && text.indexOf(' ') < 0) {
            return text;
        }
        String shown = replaced(ASSIGNED, text);
        shown = IN_URL.matcher(shown).replaceAll("$1" + HIDDEN + "@");
        return replaced(BEARER, shown);
    }

    private static String replaced(Pattern pattern, String text) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(m.group(1) + HIDDEN));
    }
}
