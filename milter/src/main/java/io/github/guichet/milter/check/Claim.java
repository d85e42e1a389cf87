package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.message.AddressField;
import io.github.guichet.milter.message.Field;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.message.NamedInText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the fields of one name say that a message is from. From: has to name somebody; the others may be empty.
 *
 * @param field which
 * @param values the fields as they came
 * @param parsed the same, read; none if there are several of which there can be only one, whatever is in them
 * @param addresses all that a reader may take for the sender's address, each once, of what was read
 * @param problem what is wrong with them whoever sends them
 */
record Claim(
        SenderField field,
        List<Field> values,
        List<AddressField> parsed,
        Set<String> addresses,
        Optional<Problem> problem) {

    /**
     * What is wrong with a field.
     *
     * @param reason for the log: one short phrase
     * @param advice what its sender can do about it
     */
    record Problem(String reason, String advice) {}

    /** What a message claims; nothing if it has no such field and need not have one. */
    static Optional<Claim> read(Fields fields, SenderField field, HeaderFromCheckConfig config) {
        int count = fields.count(field.key());
        if (count == 0) {
            return field == SenderField.FROM && config.refuseMissing()
                    ? Optional.of(new Claim(field, List.of(), List.of(), Set.of(), Optional.of(missing())))
                    : Optional.empty();
        }
        List<Field> values = fields.named(field.key());
        if (count > 1 && field.isOnce()) {
            return Optional.of(new Claim(field, values, List.of(), Set.of(), Optional.of(doubled(field))));
        }
        List<AddressField> parsed = new ArrayList<>(values.size());
        Set<String> addresses = new LinkedHashSet<>(4);
        boolean nobody = false;
        Optional<String> excess = Optional.empty();
        for (Field value : values) {
            AddressField one = AddressField.parse(value.value());
            parsed.add(one);
            nobody |= one.addressLike().isEmpty() && field == SenderField.FROM;
            excess = excess.or(one::excess);
            one.addressLike().stream()
                    .filter(address -> !AddressField.isExcess(address))
                    .forEach(address -> add(addresses, address, config.address()));
        }
        Optional<Problem> problem = nobody ? Optional.of(nobody()) : excess.map(what -> tooMuch(field, what));
        return Optional.of(new Claim(field, values, parsed, addresses, problem));
    }

    /**
     * A quoted local part may be an address itself, and readers that leave the quotes out show that one; or what stands behind a blank
     * or a sign in it, where everybody may write what he likes into an extension: {@code "alice+ boss"@example.org}.
     */
    private static void add(Set<String> addresses, String address, AddressConfig config) {
        addresses.add(address);
        MailAddress parts = MailAddress.of(address);
        int separated = lastSeparator(parts.local()) + 1;
        boolean extended = separated > parts.bare(config).local().length();
        if (parts.hasDomain() && extended && separated < parts.local().length()) {
            addresses.add(new MailAddress(parts.local().substring(separated), parts.domain()).external());
        }
        if (parts.hasDomain() && mayHoldAddress(parts.local())) {
            NamedInText.of(parts.local()).addresses().forEach(inner -> addresses.add(inner.external()));
        }
    }

    private static int lastSeparator(String local) {
        int at = local.length() - 1;
        while (at >= 0 && local.charAt(at) > ' ' && "()<>[]:;,\"\\".indexOf(local.charAt(at)) < 0) {
            at--;
        }
        return at;
    }

    private static boolean mayHoldAddress(String local) {
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '@' || c == '(' || c == '[' || c >= 0x80) {
                return true;
            }
        }
        return false;
    }

    private static Problem missing() {
        return new Problem(
                "no From:",
                "there is no From: in this message: set your own address as the sender in your mail program");
    }

    private static Problem doubled(SenderField field) {
        return new Problem("more than one " + field.header() + ":", Refusals.moreThanOne(field));
    }

    private static Problem tooMuch(SenderField field, String what) {
        return new Problem(
                what + " in " + field.header() + ":",
                "there are " + what + " in the " + field.header()
                        + ": of this message: send it with your own address alone");
    }

    private static Problem nobody() {
        return new Problem(
                "no address in From:",
                "there is no address in the From: of this message: set your own address as the sender in your mail"
                        + " program");
    }
}
