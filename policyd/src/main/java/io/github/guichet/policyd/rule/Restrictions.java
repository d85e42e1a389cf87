package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.server.Nearest;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * An action that is a list of restrictions: names that Postfix knows, and classes of {@code smtpd_restriction_classes}. Postfix takes
 * anything that is no other action for one, and answers {@code 451 4.3.5} when it then knows no such restriction.
 */
final class Restrictions {

    private static final Pattern CLASS = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._\\[\\]-]+(=[0-9.\\[\\];-]+)?");
    private static final int SHORTEST_TYPO = 5;

    /** Restrictions that the next word belongs to. */
    private static final Set<String> WITH_ZONE = Set.of(
            "reject_rbl_client",
            "reject_rhsbl_client",
            "reject_rhsbl_reverse_client",
            "reject_rhsbl_helo",
            "reject_rhsbl_sender",
            "reject_rhsbl_recipient",
            "permit_dnswl_client",
            "permit_rhswl_client");

    private static final Set<String> KNOWN = Set.of("permit", "reject", "defer", "permit_mynetworks", "warn_if_reject");

    private Restrictions() {}

    /** Refuses what Postfix could not carry out. */
    static void check(String action) throws ActionException {
        int colon = action.indexOf(':');
        if (colon >= 0) {
            throw new ActionException(
                    colon,
                    "Postfix takes no map or service in an action; name a class of smtpd_restriction_classes that has it");
        }
        StringTokenizer words = new StringTokenizer(action, ", \t");
        boolean first = true;
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            checkName(action, word, first && !words.hasMoreTokens());
            first = false;
            checkArgument(action, word, words);
        }
    }

    private static void checkName(String action, String word, boolean alone) throws ActionException {
        boolean written = CLASS.matcher(word).matches() && !word.equals(word.toUpperCase(Locale.ROOT));
        String verb =
                Nearest.of(word.toUpperCase(Locale.ROOT), ActionVerb.names()).orElse("");
        boolean typo = alone && word.length() >= SHORTEST_TYPO && word.indexOf('_') < 0 && !verb.isEmpty();
        if (!written || (typo && !KNOWN.contains(word))) {
            throw new ActionException(
                    action.indexOf(word),
                    "\"" + CleanText.of(word, 60) + "\" is no action of access(5) and no name of a restriction"
                            + (verb.isEmpty() ? "" : "; did you mean " + verb + "?") + " (allowed: "
                            + String.join(", ", ActionVerb.names())
                            + ", a reply code 4NN or 5NN with a text, or restrictions such as reject_unauth_destination)");
        }
    }

    private static void checkArgument(String action, String word, StringTokenizer words) throws ActionException {
        String name = word.toLowerCase(Locale.ROOT);
        boolean zone = WITH_ZONE.contains(name);
        if (!zone && !name.equals("sleep")) {
            return;
        }
        String argument = words.hasMoreTokens() ? words.nextToken() : "";
        boolean fits = zone
                ? ZONE.matcher(argument).matches()
                : !argument.isEmpty() && argument.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!fits) {
            throw new ActionException(
                    action.indexOf(word),
                    name + " needs " + (zone ? "a domain behind it" : "a number of seconds behind it"));
        }
    }
}
