package io.github.guichet.command;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.policyd.check.RateConfig;

/**
 * For whom a rule counts, as somebody may type it.
 *
 * @param rate the rule's check
 */
record RateSubjects(PolicyCheck.Rate rate) {

    /** The form under which the rule counts. */
    String of(String typed) {
        RateConfig config = rate.config();
        return switch (config.per()) {
            case CLIENT -> config.prefix().subject(typed).orElse(typed);
            case LOGIN_DOMAIN, SENDER_DOMAIN, RECIPIENT_DOMAIN ->
                MailAddress.domainIdentity(typed.substring(typed.lastIndexOf('@') + 1));
            case LOGIN -> CaseFold.fold(typed);
            case SENDER, RECIPIENT ->
                EnvelopeAddress.of(typed, config.addresses()).identity(config.addresses());
        };
    }

    /** Where it counts. */
    StateStore store() {
        return rate.store();
    }
}
