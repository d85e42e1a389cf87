package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.DomainForm;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.message.AddressField;
import io.github.guichet.milter.message.Field;
import io.github.guichet.milter.message.Mailbox;
import io.github.guichet.milter.message.NamedInText;
import io.github.guichet.milter.message.Syntax;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a message one that is from the login's own address: From: gets it, with the name that was there; what was in From: becomes
 * Reply-To: if there is none, so that answers go where they would have gone; a Sender: that is not the login's is removed.
 */
final class FromRepair {

    private static final int LONGEST_LINE = 78; // RFC 5322, 2.1.1

    private final AddressConfig config;
    private final boolean mayAddReplyTo;

    /**
     * A repair.
     *
     * @param mayAddReplyTo whether Reply-To: may hold what From: must not
     */
    FromRepair(AddressConfig config, boolean mayAddReplyTo) {
        this.config = config;
        this.mayAddReplyTo = mayAddReplyTo;
    }

    /** Whether a login is an address that can stand in From:. */
    static boolean isAddress(String login) {
        MailAddress address = own(login);
        return KeyCheck.canExist(login)
                && address.hasDomain()
                && !address.local().isEmpty()
                && isOnly(AddressField.parse(FieldValue.of(address.external())), address);
    }

    /**
     * The changes after which only the login is named.
     *
     * @param bad what must not stay as it is
     * @param hasReplyTo whether there is a Reply-To:
     * @return none if that cannot be done: of several From: nobody knows which one is meant, and an unreadable one is nothing to put
     *     into Reply-To:
     */
    List<Modification> changes(String login, List<Claim> bad, boolean hasReplyTo) {
        List<Modification> changes = new ArrayList<>(3);
        for (Claim claim : bad) {
            if (claim.field() == SenderField.FROM) {
                if (claim.values().size() > 1 || claim.parsed().stream().anyMatch(FromRepair::isUnreadable)) {
                    return List.of();
                }
                MailAddress own = own(login);
                if (!isAscii(own.local())
                        && claim.values().stream()
                                .allMatch(value -> isAscii(value.value().text()))) {
                    return List.of(); // the MTA may not be able to send a header with UTF-8
                }
                from(own, claim, hasReplyTo, changes);
            } else if (claim.field() == SenderField.SENDER || claim.field() == SenderField.REPLY_TO) {
                for (int i = claim.values().size() - 1; i >= 0; i--) {
                    Field value = claim.values().get(i);
                    changes.add(new Modification.DeleteField(value.name(), value.nth()));
                }
            } else {
                return List.of();
            }
        }
        return changes;
    }

    /** The address of a login, its domain with A-labels, which every header may hold. */
    private static MailAddress own(String login) {
        MailAddress address = MailAddress.of(login);
        return isAscii(address.domain()) ? address : address.in(DomainForm.ascii(address.domain()));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isUnreadable(AddressField parsed) {
        return parsed.syntax() == Syntax.INVALID && !parsed.addressLike().isEmpty();
    }

    private void from(MailAddress own, Claim claim, boolean hasReplyTo, List<Modification> changes) {
        if (claim.values().isEmpty()) {
            changes.add(new Modification.AddField(SenderField.FROM.header(), FieldValue.of(own.external())));
            return;
        }
        Field old = claim.values().get(0);
        AddressField parsed = claim.parsed().get(0);
        changes.add(new Modification.ChangeField(old.name(), old.nth(), value(own, parsed)));
        boolean others = parsed.mailboxes().stream().anyMatch(mailbox -> !isSame(mailbox.address(), own));
        if (mayAddReplyTo && !hasReplyTo && others && !parsed.addressLike().isEmpty()) {
            changes.add(new Modification.AddField(SenderField.REPLY_TO.header(), old.value()));
        }
    }

    private FieldValue value(MailAddress own, AddressField old) {
        Optional<FieldValue> named = whoseName(own, old)
                .filter(mailbox -> mailbox.rawName().length() > 0 && isHarmless(mailbox, own))
                .map(mailbox -> named(mailbox.rawName(), own))
                .filter(value -> isOnly(AddressField.parse(value), own));
        return named.orElseGet(() -> FieldValue.of(own.external()));
    }

    /** The only mailbox, or of several the login's own: the name of another one would stand for somebody else. */
    private Optional<Mailbox> whoseName(MailAddress own, AddressField old) {
        return old.mailboxes().size() == 1
                ? Optional.of(old.mailboxes().get(0))
                : old.mailboxes().stream()
                        .filter(mailbox -> isSame(mailbox.address(), own))
                        .findFirst();
    }

    /**
     * Whether no other address is in a name, nor the domain of the old one, which may be in a name before that address only. One that
     * could not be decoded may hold anything.
     */
    private boolean isHarmless(Mailbox mailbox, MailAddress own) {
        MailAddress old = mailbox.address();
        return mailbox.decoded()
                && namesOnly(own, old, mailbox.displayName())
                && namesOnly(own, old, mailbox.rawName().text())
                && mailbox.comments().stream().allMatch(comment -> namesOnly(own, old, comment));
    }

    private boolean namesOnly(MailAddress own, MailAddress old, String text) {
        NamedInText named = NamedInText.of(text);
        return !named.tooMany()
                && named.addresses().stream().allMatch(address -> isSame(address, own))
                && named.domains().stream().allMatch(domain -> isIn(domain, own) || !isIn(domain, old));
    }

    private static boolean isIn(String domain, MailAddress address) {
        String whole = MailAddress.domainIdentity(address.domain());
        String part = MailAddress.domainIdentity(domain);
        return part.equals(whole) || part.endsWith("." + whole);
    }

    private boolean isSame(MailAddress one, MailAddress other) {
        return one.identity(config).equals(other.identity(config));
    }

    /** A name and an address behind it, on a line of its own if there is no room. */
    private static FieldValue named(FieldValue rawName, MailAddress own) {
        byte[] name = rawName.bytes();
        byte[] address = ("<" + own.external() + ">").getBytes(StandardCharsets.UTF_8);
        int line = SenderField.FROM.header().length() + 2;
        for (byte b : name) {
            line = b == '\n' ? 0 : line + 1;
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(name.length + address.length + 2);
        value.writeBytes(name);
        if (line + 1 + address.length > LONGEST_LINE) {
            value.write('\n');
        }
        value.write(' ');
        value.writeBytes(address);
        return FieldValue.of(value.toByteArray());
    }

    /** Whether a field is one that every reader reads as this address and no other. */
    private static boolean isOnly(AddressField field, MailAddress own) {
        return field.syntax() == Syntax.VALID && field.addressLike().equals(List.of(own.external()));
    }
}
