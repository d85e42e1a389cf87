package io.github.guichet.command;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.account.UserNames;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code [accounts]}. */
final class AccountsReader {

    /** The keys that say where accounts come from; there is one of them. */
    private static final List<String> ORIGINS = List.of("source", "file", "dovecot");

    /** What Dovecot takes a password without a scheme for. */
    private static final String DEFAULT_SCHEME = "CRYPT";

    private final Map<String, SourceConfig> sources;
    private final Set<String> sourceNames;
    private final CacheConfig cache;

    /**
     * A reader.
     *
     * @param sources those without problems
     * @param sourceNames all of them
     */
    AccountsReader(Map<String, SourceConfig> sources, Set<String> sourceNames, CacheConfig cache) {
        this.sources = sources;
        this.sourceNames = sourceNames;
        this.cache = cache;
    }

    /** The accounts; absent if there is no such section, or something is wrong with it. */
    Optional<AccountsConfig> read(Optional<ConfigSection> section) {
        return section.flatMap(this::read);
    }

    private Optional<AccountsConfig> read(ConfigSection section) {
        UserNames names = UserNamesReader.read(section);
        Map<String, String> userFields = AccountFieldsReader.users(section);
        Map<String, String> loginFields = AccountFieldsReader.logins(section);
        Optional<ConfigSection> cacheSection = section.table("cache");
        CacheConfig itsCache = CacheReader.read(cacheSection, cache);
        boolean snapshotPasswords =
                cacheSection.flatMap(c -> c.bool("snapshot-passwords")).orElse(false);
        Optional<AccountsKind> kind = kind(section);
        String scheme = kind.flatMap(AccountsReader::ownScheme)
                .map(own -> {
                    section.refuse("default-scheme", "is said by the file itself: default_pass_scheme");
                    return own;
                })
                .orElseGet(() -> scheme(section));
        if (kind.isPresent() && kind.get() instanceof AccountsKind.PasswdFile) {
            section.refuse("cache", "has no effect: a file is kept in memory and read again when it changes");
        }
        kind.filter(AccountsReader::hasNoRecords)
                .ifPresent(k -> loginFields.forEach((name, value) -> {
                    if (value.indexOf('%') >= 0) {
                        section.problem(
                                section.has("fields") ? "fields" : "proxy",
                                name
                                        + " cannot depend on the user with bind-dn-template, because no record is looked up");
                    }
                }));
        return kind.map(
                k -> new AccountsConfig(k, names, scheme, loginFields, userFields, itsCache, snapshotPasswords));
    }

    private static boolean hasNoRecords(AccountsKind kind) {
        return (kind instanceof AccountsKind.Ldap ldap && ldap.passwords() instanceof LdapPasswords.BindAs)
                || (kind instanceof AccountsKind.DovecotLdap file
                        && file.file().passwords() instanceof LdapPasswords.BindAs);
    }

    private static Optional<String> ownScheme(AccountsKind kind) {
        if (kind instanceof AccountsKind.DovecotSql sql) {
            return Optional.of(sql.file().defaultScheme());
        }
        return kind instanceof AccountsKind.DovecotLdap ldap
                ? Optional.of(ldap.file().defaultScheme())
                : Optional.empty();
    }

    private static String scheme(ConfigSection section) {
        Optional<ConfigText> scheme = section.text("default-scheme");
        scheme.ifPresent(
                text -> unknownScheme("{" + text.text() + "}").ifPresent(reason -> section.problem(text, 0, reason)));
        return scheme.map(ConfigText::text).orElse(DEFAULT_SCHEME);
    }

    /** What is wrong with the scheme in front of a stored password. */
    static Optional<String> unknownScheme(String stored) {
        PasswordSchemes schemes = LogIns.schemes();
        String name = schemes.parse(stored, DEFAULT_SCHEME).scheme();
        return schemes.names().contains(name)
                ? Optional.empty()
                : Optional.of("there is no such scheme" + Nearest.hint(name, schemes.names())
                        + "; guichet hash --list has all");
    }

    private Optional<AccountsKind> kind(ConfigSection section) {
        List<String> given = ORIGINS.stream().filter(section::has).toList();
        if (given.isEmpty()) {
            section.missing("", "says nothing about where accounts are; give one of " + String.join(", ", ORIGINS));
        }
        for (String more : given.subList(Math.min(1, given.size()), given.size())) {
            section.problem(
                    more,
                    "cannot be together with " + given.get(0) + ": accounts have one of " + String.join(", ", ORIGINS));
        }
        if (given.size() != 1) {
            section.takeAll(ORIGINS);
            AccountsKeys.leave(section);
            return Optional.empty();
        }
        return switch (given.get(0)) {
            case "file" -> passwdFile(section);
            case "dovecot" -> DovecotFileReader.read(section);
            default -> asked(section);
        };
    }

    private static Optional<AccountsKind> passwdFile(ConfigSection section) {
        AccountsKeys.refuseOthers(section, AccountsKeys.Origin.FILE);
        Optional<ConfigText> path = section.text("file");
        path.ifPresent(text -> {
            try {
                VariableTemplate template = VariableTemplate.parse(text.text());
                if (!text.text().startsWith("/")) {
                    section.problem(text, 0, "must be an absolute path");
                } else if (!template.isDynamic()) {
                    UnusableFile.reason(Path.of(text.text())).ifPresent(reason -> section.problem(text, 0, reason));
                }
            } catch (TemplateException e) {
                section.problem(text, e.offset(), String.valueOf(e.getMessage()));
            } catch (InvalidPathException e) {
                section.problem(text, 0, "must be an absolute path");
            }
        });
        return path.map(text -> new AccountsKind.PasswdFile(text.text()));
    }

    /** Accounts in a source: what belongs here depends on its type. */
    private Optional<AccountsKind> asked(ConfigSection section) {
        Optional<ConfigText> name = section.text("source");
        name.filter(n -> !sourceNames.contains(n.text()))
                .ifPresent(n ->
                        section.unresolved(n, "there is no source " + n.text() + Nearest.hint(n.text(), sourceNames)));
        Optional<SourceConfig> source = name.map(ConfigText::text).flatMap(n -> Optional.ofNullable(sources.get(n)));
        if (source.isEmpty()) {
            AccountsKeys.leave(section);
            return Optional.empty();
        }
        if (source.get() instanceof SourceConfig.Ldap ldap) {
            AccountsKeys.refuseOthers(section, AccountsKeys.Origin.LDAP);
            return new LdapAccountsReader(section, ldap).read();
        }
        if (source.get() instanceof SourceConfig.Sql sql) {
            AccountsKeys.refuseOthers(section, AccountsKeys.Origin.SQL);
            return new SqlAccountsReader(section, sql.config()).read();
        }
        AccountsKeys.refuseOthers(section, AccountsKeys.Origin.EMBEDDED);
        return Optional.of(new AccountsKind.Embedded(name.get().text()));
    }
}
