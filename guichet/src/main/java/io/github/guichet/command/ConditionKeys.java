package io.github.guichet.command;

import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.rule.MessageFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the conditions of some rules can be about.
 *
 * @param keys keys of their own, and the facts that they stand for
 * @param attributes the facts that may stand in the table for all others; empty = any
 * @param elsewhere keys that other rules have, and why these have not
 */
record ConditionKeys(Map<String, String> keys, Optional<Set<String>> attributes, Map<String, String> elsewhere) {

    private static final String STATE = "protocol_state";

    /** Whatever Postfix may send to a policy service, now or in a later version. */
    static final ConditionKeys POLICY = new ConditionKeys(Conditions.KEYS, Optional.empty(), Map.of());

    /** What an MTA tells a milter, under the same names. There is one stage, the end of a message. */
    static final ConditionKeys MILTER = milter();

    /** Attributes of SMTPD_POLICY_README that are no keys of their own. */
    static final Set<String> OF_POSTFIX = Set.of(
            "ccert_fingerprint",
            "ccert_issuer",
            "ccert_pubkey_fingerprint",
            "ccert_subject",
            "client_name",
            "client_port",
            "compatibility_level",
            "encryption_cipher",
            "encryption_keysize",
            "encryption_protocol",
            "etrn_domain",
            "helo_name",
            "instance",
            "mail_version",
            "protocol_name",
            "queue_id",
            "recipient_count",
            "reverse_client_name",
            "sasl_method",
            "sasl_sender",
            "server_address",
            "server_port",
            "size",
            "stress");

    private static ConditionKeys milter() {
        Map<String, String> keys = new HashMap<>(Conditions.KEYS);
        keys.values().retainAll(MessageFact.names());
        keys.remove(STATE);
        Set<String> attributes = new HashSet<>(MessageFact.names());
        attributes.removeAll(keys.values());
        attributes.remove(STATE);
        return new ConditionKeys(
                keys,
                Optional.of(attributes),
                Map.of(
                        STATE,
                        "rules of [milter] are asked at the end of a message only",
                        "policy_context",
                        "is known to [policy] only"));
    }

    /** Keeps copies. */
    ConditionKeys {
        keys = Map.copyOf(keys);
        attributes = attributes.map(Set::copyOf);
        elsewhere = Map.copyOf(elsewhere);
    }
}
