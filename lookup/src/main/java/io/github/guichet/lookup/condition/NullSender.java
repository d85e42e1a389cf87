package io.github.guichet.lookup.condition;

import java.util.Locale;
import java.util.Set;

/** The sender {@code <>}, which Postfix gives as an empty value, as it gives the sender that nobody has named yet. */
final class NullSender {

    /** How lists and maps name it. */
    static final String KEY = "<>";

    private static final Set<String> BEFORE_MAIL = Set.of("", "connect", "helo", "ehlo", "etrn");

    private NullSender() {}

    /** Whether an empty sender is the null sender. */
    static boolean isSent(Facts facts) {
        return !BEFORE_MAIL.contains(facts.fact("protocol_state").toLowerCase(Locale.ROOT));
    }
}
