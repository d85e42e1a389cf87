package io.github.guichet.command;

import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapAccountSource;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.Optional;

/** Reads the keys of accounts in a directory; what is not given is as in Dovecot. */
final class LdapAccountsReader {

    private final ConfigSection section;
    private final SourceConfig.Ldap source;

    LdapAccountsReader(ConfigSection section, SourceConfig.Ldap source) {
        this.section = section;
        this.source = source;
    }

    Optional<AccountsKind> read() {
        Optional<String> base = section.string("base").or(source::base);
        if (base.isEmpty()) {
            section.missing("base", "is missing, here and in the source: where in the directory to search");
        }
        LdapScope scope = LdapSourceReader.scope(section).orElse(source.scope());
        Optional<String> userFilter = section.string("user-filter");
        LdapAccountConfig users = new LdapAccountConfig(
                "user-filter",
                base.orElse(""),
                scope,
                userFilter.orElse(LdapAccountConfig.DEFAULT_FILTER),
                section.string("user-attributes").orElse(LdapAccountConfig.DEFAULT_USER_ATTRIBUTES));
        LdapAccountConfig all = new LdapAccountConfig(
                "iterate-filter",
                base.orElse(""),
                scope,
                section.string("iterate-filter").orElse(LdapAccountConfig.DEFAULT_ITERATE_FILTER),
                section.string("iterate-attributes").orElse(LdapAccountConfig.DEFAULT_ITERATE_ATTRIBUTES));
        Optional<LdapPasswords> passwords = passwords(base.orElse(""), scope, users.filter());
        if (base.isEmpty()) {
            return Optional.empty();
        }
        LdapAccountsCheck check = new LdapAccountsCheck(section, source);
        check.search(users, LdapAccountSource.Use.USERS, "user-filter", "user-attributes");
        passwords.ifPresent(check::passwords);
        Optional<LdapAccountConfig> list = check.list(all) ? Optional.of(all) : Optional.empty();
        return passwords.map(p -> new AccountsKind.Ldap(source.config().name(), p, users, list));
    }

    /** Three ways; which one is meant has to be said, because a bind needs other access rules than reading a hash. */
    private Optional<LdapPasswords> passwords(String base, LdapScope scope, String userFilter) {
        Optional<ConfigText> template = section.text("bind-dn-template");
        Optional<Boolean> bind = section.bool("check-by-bind");
        Optional<String> filter = section.string("pass-filter");
        Optional<String> attributes = section.string("pass-attributes");
        LdapAccountConfig search = new LdapAccountConfig(
                "pass-filter",
                base,
                scope,
                filter.orElse(userFilter),
                attributes.orElse(LdapAccountConfig.DEFAULT_PASS_ATTRIBUTES));
        if (template.isPresent()) {
            for (String useless : new String[] {"pass-filter", "pass-attributes"}) {
                section.refuse(
                        useless,
                        "has no effect with bind-dn-template, which needs no search; for a search and a bind as the entry"
                                + " found, give check-by-bind = true instead of bind-dn-template");
            }
            if (!bind.orElse(true)) {
                section.problem("check-by-bind", "must be true with bind-dn-template, which is the DN to bind as");
            }
            return Optional.of(new LdapPasswords.BindAs(template.get().text()));
        }
        if (bind.orElse(false)) {
            return Optional.of(new LdapPasswords.BindAfterSearch(search));
        }
        if (filter.isEmpty() && attributes.isEmpty()) {
            section.missing(
                    "",
                    "does not say how a password is checked; give bind-dn-template, or check-by-bind = true, or"
                            + " pass-attributes with the attribute of the hash, \"uid=user,userPassword=password\"");
            return Optional.empty();
        }
        return Optional.of(new LdapPasswords.Stored(search));
    }
}
