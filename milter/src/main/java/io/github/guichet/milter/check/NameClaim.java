package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.message.AddressField;
import io.github.guichet.milter.message.Field;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.message.Mailbox;
import io.github.guichet.milter.message.NamedInText;
import io.github.guichet.milter.message.Syntax;
import java.util.ArrayList;
import java.util.List;

/**
 * A name of somebody, and what in it looks like an address or a domain.
 *
 * @param field where it stands
 * @param owners the addresses that it stands for: one, or those of a group; none if nobody can say
 * @param names what is in it
 */
record NameClaim(SenderField field, List<MailAddress> owners, NamedInText names) {

    /** All names in the fields of a name in which there is anything to look at. */
    static List<NameClaim> read(Fields fields, SenderField field) {
        List<NameClaim> claims = new ArrayList<>(1);
        for (Field value : fields.named(field.key())) {
            AddressField parsed = AddressField.parse(value.value());
            if (parsed.syntax() == Syntax.INVALID) {
                add(claims, field, unreadable(parsed), value.value().text());
            }
            for (Mailbox mailbox : parsed.mailboxes()) {
                List<MailAddress> owner = List.of(mailbox.address());
                add(claims, field, owner, mailbox.displayName());
                mailbox.comments().forEach(comment -> add(claims, field, owner, comment));
            }
            List<MailAddress> all =
                    parsed.mailboxes().stream().map(Mailbox::address).toList();
            parsed.groupNames().forEach(group -> add(claims, field, all, group));
        }
        return claims;
    }

    /** Readers differ in what is the name in it: if there are several addresses, each may be the name of another one. */
    private static List<MailAddress> unreadable(AddressField parsed) {
        return parsed.addressLike().size() == 1
                ? List.of(MailAddress.of(parsed.addressLike().get(0)))
                : List.of();
    }

    private static void add(List<NameClaim> claims, SenderField field, List<MailAddress> owners, String text) {
        if (text.isEmpty()) {
            return;
        }
        NamedInText names = NamedInText.of(text);
        if (!names.addresses().isEmpty() || !names.domains().isEmpty()) {
            claims.add(new NameClaim(field, owners, names));
        }
    }

    /** The addresses in it that are not those that it stands for, with any extension. */
    List<MailAddress> foreignAddresses(AddressConfig config) {
        List<String> own = owners.stream()
                .map(owner -> owner.bare(config).identity(config))
                .toList();
        return names.addresses().stream()
                .filter(address -> !own.contains(address.bare(config).identity(config)))
                .toList();
    }

    /** Whether a domain is that of an address that it stands for. */
    boolean isOwnDomain(String identity) {
        return owners.stream()
                .anyMatch(owner -> MailAddress.domainIdentity(owner.domain()).equals(identity));
    }
}
