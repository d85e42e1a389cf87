package io.github.guichet.policyd.check;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.key.AddressConfig;

/**
 * The keys of a rule with {@code check = "rate"}.
 *
 * @param rule the rule's name; what is counted is kept under it, so a rule with another name begins anew
 * @param per for whom is counted
 * @param count what is counted
 * @param limits for those of whom {@code limits-map} says nothing
 * @param over what is done then
 * @param warnAt per cent of a limit at which somebody is told; 0 = nobody
 * @param lockout whether the login is locked when it goes over a limit
 * @param early whether mail is refused before its data when it could not be accepted anyway. Has no effect where {@code over}
 *     accepts the mail
 * @param prefix what counts as one client
 * @param addresses {@code [address]}: which spellings of a sender or recipient are the same
 */
public record RateConfig(
        String rule,
        Per per,
        Count count,
        Limits limits,
        RateOver over,
        int warnAt,
        boolean lockout,
        boolean early,
        ClientPrefix prefix,
        AddressConfig addresses) {

    /** For whom is counted. Where Postfix does not say who that is, nothing is counted and the rule has no opinion. */
    public enum Per {
        /** {@code sasl_username}, whatever the sender is, the null sender too. */
        LOGIN,
        /** All logins of a domain together; a login without one has none. */
        LOGIN_DOMAIN,
        /** {@code sender}; the null sender is nobody. */
        SENDER,
        /** All senders of a domain together. */
        SENDER_DOMAIN,
        /** {@code client_address}, or its network. */
        CLIENT,
        /** Each recipient of a mail. */
        RECIPIENT,
        /** Each domain that a mail goes to. */
        RECIPIENT_DOMAIN;

        boolean ofRecipients() {
            return this == RECIPIENT || this == RECIPIENT_DOMAIN;
        }
    }

    /** What is counted, of accepted mail. */
    public enum Count {
        MESSAGES("messages"),
        /** {@code recipient_count}; {@code per} recipient, those of them. */
        RECIPIENTS("recipients"),
        /** {@code size}: the mail once, however many recipients it has. */
        BYTES("bytes");

        private final String word;

        Count(String word) {
            this.word = word;
        }

        /** In the plural, for texts. */
        public String word() {
            return word;
        }
    }
}
