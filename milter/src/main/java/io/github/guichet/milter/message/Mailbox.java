package io.github.guichet.milter.message;

import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.session.FieldValue;
import java.util.List;

/**
 * A mailbox of an address field.
 *
 * @param displayName the name in front of the address as a reader shows it: quotes taken off, encoded words decoded; empty if there is
 *     none
 * @param comments what stands in parentheses in it or beside it, decoded alike; readers show it where there is no name
 * @param decoded whether all encoded words of both could be decoded; one that could not is in the text as it was written
 * @param rawName the bytes of the display name as written, so that it can stand before another address; empty if there is none
 * @param address its parts as written, without comments and quotes; {@link MailAddress#external()} is what a table is asked. A domain
 *     literal has its brackets. Empty local parts and domains are in invalid fields only
 */
public record Mailbox(
        String displayName, List<String> comments, boolean decoded, FieldValue rawName, MailAddress address) {

    /** Keeps a copy. */
    public Mailbox {
        comments = List.copyOf(comments);
    }
}
