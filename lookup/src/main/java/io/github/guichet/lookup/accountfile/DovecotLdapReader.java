package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapAccountTexts;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.template.TemplateException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a {@code dovecot-ldap.conf.ext} that make searches and the check of passwords, with the defaults of Dovecot
 * 2.3. Nothing is asked for {@code blocking}: each search has a connection to itself, whatever it says; nor for {@code
 * userdb_warning_disable}, which has had no meaning since Dovecot 2.0.
 */
final class DovecotLdapReader {

    private static final Logger LOG = LoggerFactory.getLogger(DovecotLdapReader.class);

    private static final Set<String> OWN = Set.of(
            "auth_bind",
            "auth_bind_userdn",
            "base",
            "scope",
            "user_attrs",
            "user_filter",
            "pass_attrs",
            "pass_filter",
            "iterate_attrs",
            "iterate_filter",
            "default_pass_scheme",
            "blocking",
            "userdb_warning_disable");

    private final DovecotFile file;

    DovecotLdapReader(DovecotFile file) {
        this.file = file;
    }

    /** Every setting that such a file can have. */
    static Set<String> keys() {
        Set<String> keys = new TreeSet<>(OWN);
        keys.addAll(DovecotLdapConnection.KEYS);
        return keys;
    }

    /** All that it says; usable only when the file has no problems. */
    Optional<DovecotLdapFile> read(String name) {
        Optional<LdapSourceConfig> source = new DovecotLdapConnection(file).read(name);
        LdapScope scope = scope();
        String base = base();
        LdapAccountConfig users = search("user", LdapAccountConfig.DEFAULT_USER_ATTRIBUTES, base, scope);
        LdapAccountConfig list = search("iterate", LdapAccountConfig.DEFAULT_ITERATE_ATTRIBUTES, base, scope);
        LdapPasswords passwords = passwords(name, base, scope);
        boolean blocking = file.yes("blocking", false);
        boolean warning = file.yes("userdb_warning_disable", false);
        LOG.debug("blocking {} and userdb_warning_disable {} have no meaning here", blocking, warning);
        String scheme = file.text("default_pass_scheme", "CRYPT").toUpperCase(Locale.ROOT);
        return source.map(s -> new DovecotLdapFile(s, passwords, users, list, scheme));
    }

    private String base() {
        if (!file.has("base")) {
            file.problem("base", "must be set, for example base = ou=people,dc=example,dc=org");
        }
        return checked("base", file.text("base", ""), LdapAccountTexts::checkDn);
    }

    private LdapScope scope() {
        String word = file.text("scope", "subtree");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "base" -> LdapScope.BASE;
            case "onelevel" -> LdapScope.ONE;
            case "subtree" -> LdapScope.SUB;
            default -> {
                file.problem("scope", "\"" + word + "\" is unknown; allowed are base, onelevel and subtree");
                yield LdapScope.SUB;
            }
        };
    }

    private LdapPasswords passwords(String name, String base, LdapScope scope) {
        boolean bind = file.yes("auth_bind", false);
        LdapAccountConfig search = search("pass", LdapAccountConfig.DEFAULT_PASS_ATTRIBUTES, base, scope);
        if (!bind && file.has("auth_bind_userdn")) {
            LOG.warn("{}: auth_bind_userdn has no meaning without auth_bind = yes, as in Dovecot", name);
        }
        if (!bind) {
            return new LdapPasswords.Stored(search);
        }
        if (!file.has("auth_bind_userdn")) {
            return new LdapPasswords.BindAfterSearch(search);
        }
        if (file.text("auth_bind_userdn", "").isEmpty()) {
            file.problem("auth_bind_userdn", "must not be empty; remove the line to search for the DN");
        }
        return new LdapPasswords.BindAs(
                checked("auth_bind_userdn", file.text("auth_bind_userdn", ""), LdapAccountTexts::checkDn));
    }

    private LdapAccountConfig search(String what, String defaultAttributes, String base, LdapScope scope) {
        String filterKey = what + "_filter";
        String attributesKey = what + "_attrs";
        String defaultFilter =
                what.equals("iterate") ? LdapAccountConfig.DEFAULT_ITERATE_FILTER : LdapAccountConfig.DEFAULT_FILTER;
        return new LdapAccountConfig(
                filterKey,
                base,
                scope,
                checked(filterKey, file.text(filterKey, defaultFilter), LdapAccountTexts::checkFilter),
                checked(attributesKey, file.text(attributesKey, defaultAttributes), LdapAccountTexts::checkAttributes));
    }

    private interface Check {
        void of(String text) throws TemplateException;
    }

    private String checked(String key, String text, Check check) {
        try {
            check.of(text);
        } catch (TemplateException e) {
            file.problem(key, String.valueOf(e.getMessage()));
        }
        return text;
    }
}
