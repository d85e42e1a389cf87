package io.github.guichet.milter.rule;

import io.github.guichet.lookup.condition.Facts;
import io.github.guichet.milter.message.Fields;
import java.util.List;

/**
 * A message at its end, as far as the rules asked for it. Facts have the names that Postfix's policy protocol gives them, so that
 * conditions are written alike: {@code sasl_username}, {@code sender}, {@code client_address}, {@code queue_id} and so on; {@code
 * protocol_state} is always {@code END-OF-MESSAGE}. {@code recipient} has a value only if there is one recipient, and while a
 * condition on it is asked. Used by one thread at a time; valid until the future of the rules is complete.
 */
public interface MailMessage extends Facts {

    /** Who logged in; empty if nobody did. */
    default String login() {
        return fact("sasl_username");
    }

    /** The envelope's sender; empty for the null sender. */
    default String sender() {
        return fact("sender");
    }

    /** The envelope's recipients that the MTA accepted, in order; none unless a rule asked for them. */
    List<String> recipients();

    /** How many recipients came; more than {@link #recipients()} has if there were too many to keep. */
    int recipientCount();

    /** The header fields that a rule asked for. */
    Fields fields();
}
