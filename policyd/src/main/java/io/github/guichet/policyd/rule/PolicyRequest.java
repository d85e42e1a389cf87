package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.Facts;
import java.util.Map;

/**
 * One question of Postfix. Attributes are decoded when they are asked for: as UTF-8, what is none as U+FFFD. Used by one thread at a
 * time.
 *
 * <p>It is valid until the future of {@link PolicyDesk#decide} is complete; then the connection uses its memory for the next request.
 * What must be known later has to be asked for before. The texts it returned stay valid.
 */
public interface PolicyRequest extends Facts {

    /** What a number with more digits counts as: a size that is too large to be true is large, and not unknown. */
    long MOST = 999_999_999_999_999_999L;

    /** Where in the SMTP session Postfix asks. */
    Stage stage();

    /** {@code sasl_username}; empty if the client has not logged in. */
    default String login() {
        return fact("sasl_username");
    }

    /** {@code sender}; empty for the null sender, and before MAIL. */
    default String sender() {
        return fact("sender");
    }

    /** {@code recipient}; empty where Postfix does not say one, such as at the end of a message for several. */
    default String recipient() {
        return fact("recipient");
    }

    /** {@code client_address}: an address, or {@code unknown}. */
    default String client() {
        return fact("client_address");
    }

    /** {@code instance}: the same for all requests of one mail transaction. */
    default String instance() {
        return fact("instance");
    }

    /** {@code queue_id}; empty before the first recipient is accepted. */
    default String queueId() {
        return fact("queue_id");
    }

    /** {@code recipient_count}: accepted recipients; 0 except at DATA and END-OF-MESSAGE, and if it is no number. */
    default long recipientCount() {
        return number(fact("recipient_count"));
    }

    /** {@code size} in bytes: what MAIL announced, at END-OF-MESSAGE what came; 0 if unknown. */
    default long size() {
        return number(fact("size"));
    }

    /** All attributes in the order of the request, unknown ones too; of several with one name the last. */
    Map<String, String> attributes();

    private static long number(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return text.length() > 18 ? MOST : Long.parseLong(text);
    }
}
