package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.Macros;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Values of facts, as far as somebody wants to know them; bounded. Used by one thread at a time. */
final class SessionFacts {

    /** Longer than what a line of SMTP can hold (RFC 5321, 4.5.3.1); what is cut off is nothing that a mail server could mean. */
    private static final int LONGEST = 2048;

    private static final String IPV6 = "IPv6:";

    private final MessageFact[] wanted;
    private final Map<MessageFact, String> values = new EnumMap<>(MessageFact.class);

    SessionFacts(Set<MessageFact> wanted) {
        this(wanted.toArray(MessageFact[]::new));
    }

    private SessionFacts(MessageFact[] wanted) {
        this.wanted = wanted;
    }

    /** One that knows nothing yet. */
    SessionFacts empty() {
        return new SessionFacts(wanted);
    }

    /** What this one knows, and where it knows nothing, what the other one does. */
    SessionFacts or(SessionFacts other) {
        SessionFacts both = empty();
        both.values.putAll(other.values);
        both.values.putAll(values);
        return both;
    }

    String get(MessageFact fact) {
        return values.getOrDefault(fact, "");
    }

    void set(MessageFact fact, String value) {
        if (value.isEmpty()) {
            values.remove(fact);
        } else {
            values.put(fact, value.length() <= LONGEST ? value : value.substring(0, LONGEST));
        }
    }

    /** Takes what is wanted; a macro that is not sent leaves what was known. */
    void take(Macros macros) {
        for (MessageFact fact : wanted) {
            if (fact.macro().isPresent()) {
                String value = macros.value(fact.macro().get());
                if (!value.isEmpty()) {
                    boolean address = fact == MessageFact.CLIENT || fact == MessageFact.SERVER_ADDRESS;
                    set(fact, address && value.startsWith(IPV6) ? value.substring(IPV6.length()) : value);
                }
            }
        }
    }
}
