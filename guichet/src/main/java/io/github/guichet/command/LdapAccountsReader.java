package io.github.guichet.command;

import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapAccountTexts;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariablePiece;
import io.github.guichet.lookup.variable.VariableTemplate;
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
        Optional<String> base = text("base", LdapAccountTexts::checkDn).or(source::base);
        if (base.isEmpty()) {
            section.missing("base", "is missing, here and in the source: where in the directory to search");
        }
        LdapScope scope = LdapSourceReader.scope(section).orElse(source.scope());
        LdapAccountConfig users = new LdapAccountConfig(
                "user-filter",
                base.orElse(""),
                scope,
                text("user-filter", LdapAccountTexts::checkFilter).orElse(LdapAccountConfig.DEFAULT_FILTER),
                text("user-attributes", LdapAccountTexts::checkAttributes)
                        .orElse(LdapAccountConfig.DEFAULT_USER_ATTRIBUTES));
        LdapAccountConfig list = new LdapAccountConfig(
                "iterate-filter",
                base.orElse(""),
                scope,
                text("iterate-filter", LdapAccountsReader::checkFilterForAll)
                        .orElse(LdapAccountConfig.DEFAULT_ITERATE_FILTER),
                text("iterate-attributes", LdapAccountTexts::checkAttributes)
                        .orElse(LdapAccountConfig.DEFAULT_ITERATE_ATTRIBUTES));
        Optional<LdapPasswords> passwords = passwords(base.orElse(""), scope, users.filter());
        if (base.isEmpty()) {
            return Optional.empty();
        }
        return passwords.map(p -> new AccountsKind.Ldap(source.config().name(), p, users, list));
    }

    @FunctionalInterface
    private interface Check {
        void check(String text) throws TemplateException;
    }

    private Optional<String> text(String key, Check check) {
        Optional<ConfigText> text = section.text(key);
        try {
            if (text.isPresent()) {
                check.check(text.get().text());
            }
        } catch (TemplateException e) {
            section.problem(text.orElseThrow(), e.offset(), String.valueOf(e.getMessage()));
        }
        return text.map(ConfigText::text);
    }

    private static void checkFilterForAll(String filter) throws TemplateException {
        LdapAccountTexts.checkFilter(filter);
        Optional<VariablePiece> variable = VariableTemplate.parse(filter).pieces().stream()
                .filter(VariablePiece.Expression.class::isInstance)
                .findFirst();
        if (variable.isPresent()) {
            throw new TemplateException(
                    variable.get().offset(), "a filter for all users can have no variables: no user is known yet");
        }
    }

    /** Three ways; which one is meant has to be said, because a bind needs other access rules than reading a hash. */
    private Optional<LdapPasswords> passwords(String base, LdapScope scope, String userFilter) {
        Optional<String> template = text("bind-dn-template", LdapAccountTexts::checkDn);
        Optional<Boolean> bind = section.bool("check-by-bind");
        Optional<String> filter = text("pass-filter", LdapAccountTexts::checkFilter);
        Optional<String> attributes = text("pass-attributes", LdapAccountTexts::checkAttributes);
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
            return Optional.of(new LdapPasswords.BindAs(template.get()));
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
