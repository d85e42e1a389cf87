package io.github.guichet.command;

import io.github.guichet.dovecotauth.sasl.SaslMechanisms;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code mechanisms}, and which of them the accounts can serve. */
final class MechanismsReader {

    /**
     * What was read.
     *
     * @param offered in the order of the configuration
     * @param unservable those that no password without a scheme of its own could serve
     */
    record Mechanisms(List<String> offered, List<String> unservable) {}

    private static final List<String> DEFAULT = List.of("PLAIN", "LOGIN");

    private MechanismsReader() {}

    static Mechanisms read(ConfigSection section, Optional<AccountsConfig> accounts) {
        Set<String> offered = new LinkedHashSet<>();
        Set<String> unservable = new LinkedHashSet<>();
        List<ConfigText> written = section.texts("mechanisms");
        for (ConfigText text : written) {
            String name = text.text().toUpperCase(Locale.ROOT);
            if (!SaslMechanisms.NAMES.contains(name)) {
                section.problem(
                        text,
                        0,
                        "there is no such mechanism here" + Nearest.hint(name, SaslMechanisms.NAMES) + "; there are "
                                + String.join(", ", SaslMechanisms.NAMES));
                continue;
            }
            Optional<ScramHash> scram = SaslMechanisms.scramHash(name);
            if (scram.isPresent() && accounts.filter(MechanismsReader::binds).isPresent()) {
                section.problem(
                        text,
                        0,
                        "cannot be offered: it needs the stored password, and these accounts are checked by binding, which"
                                + " needs the one that the user typed; leave it to PLAIN and LOGIN");
            } else if (scram.isPresent()
                    && accounts.filter(a -> !LogIns.schemes().canScram(a.defaultScheme(), scram.get()))
                            .isPresent()) {
                unservable.add(name);
            } else {
                offered.add(name);
            }
        }
        if (written.isEmpty() && section.has("mechanisms")) {
            section.problem("mechanisms", "must name at least one mechanism");
        }
        if (offered.isEmpty() && !unservable.isEmpty()) {
            section.problem(
                    "mechanisms",
                    "none of them can be offered: SCRAM needs accounts.default-scheme to be PLAIN or its own name");
        }
        return section.has("mechanisms")
                ? new Mechanisms(List.copyOf(offered), List.copyOf(unservable))
                : new Mechanisms(DEFAULT, List.of());
    }

    private static boolean binds(AccountsConfig accounts) {
        AccountsKind kind = accounts.kind();
        if (kind instanceof AccountsKind.Ldap ldap) {
            return !(ldap.passwords() instanceof LdapPasswords.Stored);
        }
        return kind instanceof AccountsKind.DovecotLdap file
                && !(file.file().passwords() instanceof LdapPasswords.Stored);
    }
}
