package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes conditions. How a fact is compared with a list depends on what it is:
 *
 * <ul>
 *   <li>{@code sender}, {@code recipient}, {@code sasl_username}, {@code sasl_sender}: addresses, {@code user} without a domain,
 *       {@code @domain}, {@code .domain} for the domains below it, and for the sender {@code <>}. Sender and recipient are the mailbox
 *       that Postfix will make of them, {@link EnvelopeAddress}, with or without extension;
 *   <li>{@code client_address}, {@code server_address}: networks, which {@code unknown} lies in none of;
 *   <li>{@code client_name}, {@code reverse_client_name}, {@code helo_name}, {@code etrn_domain}, {@code tls_sni}: names, {@code
 *       .domain} for the names below it;
 *   <li>{@code protocol_state}: one of {@link #STATES};
 *   <li>anything else: the whole value.
 * </ul>
 *
 * <p>Case never matters.
 */
public final class Conditions {

    /** Holds always. */
    public static final Condition ALWAYS = new DirectCondition(facts -> true);

    /** The keys of {@code when} and {@code unless} that are facts, and the attributes that they stand for. */
    public static final Map<String, String> KEYS = Map.of(
            "protocol_state", "protocol_state",
            "login", "sasl_username",
            "sender", "sender",
            "recipient", "recipient",
            "client", "client_address",
            "policy_context", "policy_context");

    /** What {@code protocol_state} can be. */
    public static final Set<String> STATES =
            Set.of("CONNECT", "EHLO", "HELO", "MAIL", "RCPT", "DATA", "END-OF-MESSAGE", "VRFY", "ETRN");

    private static final int LONGEST_NAME = 64;

    private Conditions() {}

    /**
     * A condition on one fact.
     *
     * @param fact the name of Postfix's attribute, {@link Facts#fact}
     * @param addresses how senders and recipients are read
     * @throws ConditionException for a name that no attribute can have and for values that this fact cannot have
     */
    public static Condition of(String fact, FactTest test, AddressConfig addresses) throws ConditionException {
        if (fact.isEmpty()
                || fact.length() > LONGEST_NAME
                || !fact.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            throw new ConditionException("\"" + Shown.of(fact)
                    + "\" is no name of an attribute; allowed: small letters, digits and _, as in SMTPD_POLICY_README");
        }
        FactKind kind = FactKind.of(fact);
        if (test instanceof FactTest.OneOf list) {
            return oneOf(fact, kind, list.values(), addresses);
        }
        if (kind == FactKind.STATE) {
            throw new ConditionException("must be one of " + states() + ", or a list of them");
        }
        if (test instanceof FactTest.InMap map) {
            return new MapCondition(fact, kind, map.map(), addresses);
        }
        boolean wanted = ((FactTest.Present) test).wanted();
        boolean mayBeUnknown = FactKind.maySayUnknown(fact);
        return new DirectCondition(facts -> {
            String value = facts.fact(fact);
            return wanted != (value.isEmpty() || (mayBeUnknown && value.equals("unknown")));
        });
    }

    private static Condition oneOf(String fact, FactKind kind, List<String> values, AddressConfig addresses)
            throws ConditionException {
        if (values.isEmpty()) {
            throw new ConditionException("an empty list never matches");
        }
        return new DirectCondition(
                switch (kind) {
                    case ADDRESS -> new AddressValues(fact, values, addresses);
                    case HOST -> new HostValues(fact, values);
                    case NETWORK -> new NetworkValues(fact, values);
                    case STATE -> new TextValues(fact, checkedStates(values));
                    case TEXT -> new TextValues(fact, values);
                });
    }

    private static List<String> checkedStates(List<String> values) throws ConditionException {
        for (String value : values) {
            if (!STATES.contains(value.toUpperCase(Locale.ROOT))) {
                throw new ConditionException("\"" + Shown.of(value) + "\" is no protocol_state; allowed: " + states());
            }
        }
        return values.stream().map(CaseFold::fold).toList();
    }

    private static String states() {
        return String.join(", ", STATES.stream().sorted().toList());
    }

    /** All of these; none given: always. What does not hold decides, even if another could not be answered. */
    public static Condition allOf(List<Condition> conditions) {
        return switch (conditions.size()) {
            case 0 -> ALWAYS;
            case 1 -> conditions.get(0);
            default -> new AllCondition(conditions);
        };
    }

    /** Not this. */
    public static Condition not(Condition condition) {
        return condition instanceof DirectCondition direct
                ? new DirectCondition(facts -> !direct.holds(facts))
                : new NotCondition(condition);
    }

    /**
     * The condition of a rule.
     *
     * @param when all of these hold
     * @param unless none of these holds
     */
    public static Condition of(List<Condition> when, List<Condition> unless) {
        List<Condition> all = new ArrayList<>(when);
        unless.forEach(condition -> all.add(not(condition)));
        return allOf(all);
    }
}
