package io.github.guichet.command;

import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountList;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.account.BindCheck;
import io.github.guichet.lookup.embedded.EmbeddedAccountQueries;
import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapAccountList;
import io.github.guichet.lookup.ldap.LdapAccountSource;
import io.github.guichet.lookup.ldap.LdapBindCheck;
import io.github.guichet.lookup.ldap.LdapBindSource;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapSource;
import io.github.guichet.lookup.passwdfile.PasswdFile;
import io.github.guichet.lookup.sql.SqlAccountList;
import io.github.guichet.lookup.sql.SqlAccountSource;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.template.TemplateException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Turns {@code [accounts]} into what log-ins are decided with. For one thread. */
final class AccountsOpener {

    /** What the source that a file of Dovecot brings is called; no source of the configuration has such a name. */
    static final String SOURCE = "accounts.file";

    /** The parts before caches and fields for everybody. */
    private record Parts(
            Optional<AccountSource> passwords,
            Optional<BindCheck> bind,
            Optional<AccountSource> users,
            Optional<AccountList> list,
            boolean states) {}

    private final OpenSources sources;
    private final LookupObserver observer;
    private final Optional<CacheMemory> memory;
    private final Executor background;
    private final CacheHeritage heritage;

    /**
     * An opener.
     *
     * @param memory shared with all other caches; absent = nothing is cached, as for a single look-up
     * @param background looks after files
     * @param heritage caches to go on with
     */
    AccountsOpener(
            OpenSources sources,
            LookupObserver observer,
            Optional<CacheMemory> memory,
            Executor background,
            CacheHeritage heritage) {
        this.heritage = heritage;
        this.background = background;
        this.sources = sources;
        this.observer = observer;
        this.memory = memory;
    }

    Accounts open(AccountsConfig config) {
        try {
            Parts parts = parts(config.kind());
            boolean users = parts.users().isPresent();
            Optional<AccountTable> passwords = Optional.empty();
            if (parts.passwords().isPresent()) {
                AccountSource source = DefaultFields.of(parts.passwords().get(), config.loginFields(), "");
                // Without a userdb the user's fields are the userdb_ ones of the passdb.
                source = users ? source : DefaultFields.of(source, config.userFields(), "userdb_");
                passwords = Optional.of(table(AccountsConfig.PASSWORDS, source, config));
            }
            Optional<AccountTable> userTable = Optional.empty();
            if (users) {
                AccountSource source = DefaultFields.of(parts.users().get(), config.userFields(), "");
                userTable = Optional.of(table(AccountsConfig.USERS, source, config));
            }
            return new Accounts(
                    config.names(),
                    passwords,
                    parts.bind(),
                    userTable,
                    parts.list(),
                    config.defaultScheme(),
                    DefaultFields.constant(config.loginFields()),
                    DefaultFields.constant(config.userFields()),
                    parts.states());
        } catch (TemplateException e) {
            throw new IllegalStateException("the configuration was not checked: accounts", e);
        }
    }

    private AccountTable table(String name, AccountSource source, AccountsConfig config) {
        return memory.map(m -> new AccountTable(name, source, config.cache(), m, observer, heritage.cache(name)))
                .orElseGet(() -> new AccountTable(name, source));
    }

    private Parts parts(AccountsKind kind) throws TemplateException {
        if (kind instanceof AccountsKind.Sql sql) {
            return sql(sources.sql(sql.source()), sql.passwordQuery(), sql.userQuery(), sql.iterateQuery(), true);
        } else if (kind instanceof AccountsKind.Ldap ldap) {
            return ldap(sources.ldap(ldap.source()), ldap.passwords(), ldap.users(), ldap.list(), true);
        } else if (kind instanceof AccountsKind.Embedded store) {
            return sql(
                    sources.sql(store.source()),
                    EmbeddedAccountQueries.PASSWORD_QUERY,
                    Optional.of(EmbeddedAccountQueries.USER_QUERY),
                    Optional.of(EmbeddedAccountQueries.ITERATE_QUERY),
                    true);
        } else if (kind instanceof AccountsKind.PasswdFile one) {
            PasswdFile file = new PasswdFile("accounts.file", one.path(), background);
            return new Parts(
                    Optional.of(file.passwords()),
                    Optional.empty(),
                    Optional.of(file.users()),
                    Optional.of(file.list()),
                    true);
        } else if (kind instanceof AccountsKind.DovecotSql file) {
            return sql(
                    sources.sql(file.file().source(), SOURCE),
                    file.file().passwordQuery(),
                    Optional.of(file.file().userQuery()),
                    Optional.of(file.file().iterateQuery()),
                    false);
        }
        AccountsKind.DovecotLdap file = (AccountsKind.DovecotLdap) kind;
        return ldap(
                sources.ldap(file.file().source(), SOURCE),
                file.file().passwords(),
                file.file().users(),
                file.file().list(),
                false);
    }

    private static Parts sql(
            SqlSource source,
            String passwordQuery,
            Optional<String> userQuery,
            Optional<String> iterateQuery,
            boolean states)
            throws TemplateException {
        Optional<AccountSource> users = userQuery.isPresent()
                ? Optional.of(new SqlAccountSource("user-query", userQuery.get(), source))
                : Optional.empty();
        Optional<AccountList> list = iterateQuery.isPresent()
                ? Optional.of(new SqlAccountList("iterate-query", iterateQuery.get(), source))
                : Optional.empty();
        AccountSource passwords = new SqlAccountSource("password-query", passwordQuery, source);
        return new Parts(Optional.of(passwords), Optional.empty(), users, list, states);
    }

    private Parts ldap(
            LdapSource source, LdapPasswords how, LdapAccountConfig users, LdapAccountConfig list, boolean states)
            throws TemplateException {
        Optional<AccountSource> passwords = Optional.empty();
        Optional<BindCheck> bind = Optional.empty();
        if (how instanceof LdapPasswords.Stored stored) {
            passwords = Optional.of(new LdapAccountSource(stored.search(), LdapAccountSource.Use.PASSWORDS, source));
        } else {
            LdapBindSource binds = sources.binds(source);
            if (how instanceof LdapPasswords.BindAs as) {
                bind = Optional.of(LdapBindCheck.as(as.dnTemplate(), binds));
            } else if (how instanceof LdapPasswords.BindAfterSearch found) {
                passwords = Optional.of(new LdapAccountSource(found.search(), LdapAccountSource.Use.BIND, source));
                bind = Optional.of(LdapBindCheck.afterSearch(binds));
            }
        }
        return new Parts(
                passwords,
                bind,
                Optional.of(new LdapAccountSource(users, LdapAccountSource.Use.USERS, source)),
                Optional.of(new LdapAccountList(list, source)),
                states);
    }
}
