package io.github.guichet.milter.message;

import io.github.guichet.milter.session.FieldValue;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a field of addresses: From:, Sender:, Reply-To: and their Resent- kin.
 *
 * @param syntax whether what follows is what every reader sees
 * @param problem what the first thing is that is not as it should be, one short phrase for a log or a refusal; empty if it is {@link
 *     Syntax#VALID}
 * @param mailboxes in order, those in groups among them; of an invalid field those that could be read
 * @param groupNames the names of groups, decoded as a {@link Mailbox#displayName()}, and comments that belong to no mailbox
 * @param addressLike of a valid field the addresses of its mailboxes in external form; of any other one everything that some reader
 *     might take for the sender's address, as text: it may have no {@code @} or several. Without duplicates. If all of them belong to
 *     somebody, the field is theirs; if there are none, it is nobody's
 */
public record AddressField(
        Syntax syntax,
        Optional<String> problem,
        List<Mailbox> mailboxes,
        List<String> groupNames,
        List<String> addressLike) {

    /** How a text begins that says that there is too much. */
    static final String TOO_MUCH = "more than ";

    /** Keeps copies. */
    public AddressField {
        mailboxes = List.copyOf(mailboxes);
        groupNames = List.copyOf(groupNames);
        addressLike = List.copyOf(addressLike);
    }

    /** What there is too much of to be looked at, such as {@code more than 16384 bytes}; that stands in {@link #addressLike()} too. */
    public Optional<String> excess() {
        return addressLike.stream().filter(AddressField::isExcess).findFirst();
    }

    /** Whether a text of {@link #addressLike()} is no text of the field but says that there is too much. */
    public static boolean isExcess(String addressLike) {
        return addressLike.startsWith(TOO_MUCH) && addressLike.indexOf('@') < 0;
    }

    /** Reads a field; never fails, and takes time that grows with the length of the value only. */
    public static AddressField parse(FieldValue value) {
        return new AddressReader(value.bytes()).read();
    }
}
