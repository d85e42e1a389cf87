package io.github.guichet.command;

import io.github.guichet.doctor.LdapQuestion;
import io.github.guichet.doctor.MapFacts;
import io.github.guichet.doctor.RuleFacts;
import io.github.guichet.doctor.Setup;
import io.github.guichet.doctor.SqlQuestion;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapSource;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlStatement;
import io.github.guichet.lookup.tablefile.TableFile;
import io.github.guichet.lookup.template.TemplateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the doctor what the configuration says. */
final class DoctorSetup {

    /** RFC 2606 keeps this domain free. */
    private static final String NOBODY = "guichet.doctor@check.guichet.example.invalid";

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path file;
    private final Configuration configuration;
    private final RunningConfiguration running;

    /**
     * A setup.
     *
     * @param running the same configuration, with all maps and accounts open
     */
    DoctorSetup(Path file, Configuration configuration, RunningConfiguration running) {
        this.file = file;
        this.configuration = configuration;
        this.running = running;
    }

    Setup read() {
        for (String name : configuration.sources().keySet()) {
            Source unused = running.openSource(name);
        }
        List<Source> sources = List.copyOf(running.sources());
        List<SqlSource> databases = all(sources, SqlSource.class);
        List<LdapSource> directories = all(sources, LdapSource.class);
        Set<String> embedded = new HashSet<>();
        configuration.sources().forEach((name, source) -> {
            if (source instanceof SourceConfig.Embedded) {
                embedded.add(name);
            }
        });
        List<MapFacts> maps = maps();
        return new Setup(
                file,
                configuration.address().recipientDelimiter(),
                maps,
                sources,
                databases,
                databases.stream().map(SqlSource::config).toList(),
                directories.stream().map(LdapSource::config).toList(),
                sqlQuestions(databases, embedded),
                ldapQuestions(),
                DoctorListening.of(configuration),
                rules(),
                configuration.policy().map(PolicySection::deadline).orElse(LONG),
                configuration.policy().map(p -> p.daemon().limits().idle()).orElse(LONG),
                configuration.milter().map(MilterSection::deadline).orElse(LONG),
                maps.stream().filter(m -> accessMaps().contains(m.name())).toList(),
                files(configuration),
                configuration
                        .accounts()
                        .filter(a -> a.defaultScheme().toUpperCase(Locale.ROOT).startsWith("ARGON2"))
                        .isPresent(),
                databases.stream().mapToInt(d -> d.config().poolSize()).sum()
                        + directories.stream()
                                .mapToInt(d -> d.config().poolSize())
                                .sum(),
                this::account);
    }

    private static <T> List<T> all(List<Source> sources, Class<T> type) {
        return sources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<MapFacts> maps() {
        Set<String> inside = usedInside();
        Set<String> owners =
                new HashSet<>(configuration.sendAs().map(SendAsSection::maps).orElse(List.of()));
        return running.maps().values().stream()
                .sorted((a, b) -> a.config().name().compareTo(b.config().name()))
                .map(map -> new MapFacts(
                        map.config().name(),
                        map.config().parameter(),
                        map.exact(),
                        map.table(),
                        inside.contains(map.config().name()),
                        owners.contains(map.config().name())
                                || map.config()
                                        .parameter()
                                        .filter("smtpd_sender_login_maps"::equals)
                                        .isPresent()))
                .toList();
    }

    /** Maps that other sections ask. */
    private Set<String> usedInside() {
        Set<String> names = new HashSet<>(accessMaps());
        configuration.sendAs().ifPresent(s -> {
            names.addAll(s.maps());
            names.addAll(s.groups());
            names.addAll(s.aliases());
            names.addAll(s.anyAddressMaps());
            names.addAll(s.logins());
            s.aliasDomains().ifPresent(names::add);
        });
        for (MapConfig map : configuration.maps().values()) {
            if (map.kind() instanceof MapKind.FirstOf first) {
                names.addAll(first.maps());
            } else if (map.kind() instanceof MapKind.Union union) {
                names.addAll(union.maps());
            }
        }
        configuration.policy().ifPresent(p -> p.rules().forEach(rule -> policyMaps(rule.check(), names)));
        return names;
    }

    private static void policyMaps(PolicyCheck check, Set<String> names) {
        if (check instanceof PolicyCheck.Recipient recipient) {
            names.addAll(recipient.domains());
            names.addAll(recipient.recipients());
            names.addAll(recipient.backup());
        } else if (check instanceof PolicyCheck.Quota quota) {
            names.add(quota.quota());
            names.add(quota.usage());
            names.addAll(quota.aliases());
            names.addAll(quota.domains());
        } else if (check instanceof PolicyCheck.ListAccess list) {
            names.addAll(list.aliases());
        } else if (check instanceof PolicyCheck.Rate rate) {
            rate.limitsMap().ifPresent(names::add);
        }
    }

    private Set<String> accessMaps() {
        Set<String> names = new HashSet<>();
        configuration
                .policy()
                .ifPresent(p -> p.rules().forEach(rule -> {
                    if (rule.check() instanceof PolicyCheck.ListAccess list) {
                        names.add(list.access());
                    }
                }));
        return names;
    }

    private List<RuleFacts> rules() {
        return configuration.policy().stream()
                .flatMap(p -> p.rules().stream())
                .map(rule -> new RuleFacts(
                        rule.name(),
                        rule.check() instanceof PolicyCheck.Recipient
                                || rule.check() instanceof PolicyCheck.ListAccess
                                || rule.check() instanceof PolicyCheck.Greylist
                                || rule.check() instanceof PolicyCheck.Quota,
                        rule.check() instanceof PolicyCheck.Rate))
                .toList();
    }

    private List<SqlQuestion> sqlQuestions(List<SqlSource> databases, Set<String> embedded) {
        List<SqlQuestion> questions = new ArrayList<>();
        for (MapFacts map : maps()) {
            MapKind kind = Optional.ofNullable(configuration.maps().get(map.name()))
                    .orElseThrow()
                    .kind();
            if (kind instanceof MapKind.Sql sql && !embedded.contains(sql.source())) {
                databases.stream()
                        .filter(d -> d.name().equals(sql.source()))
                        .forEach(d -> question(map, d, sql.table().query()).ifPresent(questions::add));
            } else if (kind instanceof MapKind.FromTableFile file
                    && file.file() instanceof TableFile.SqlTableFile sql) {
                databases.stream()
                        .filter(d -> d.config().withName("").equals(sql.source().withName("")))
                        .forEach(d -> question(map, d, sql.table().query()).ifPresent(questions::add));
            }
        }
        configuration.accounts().ifPresent(accounts -> {
            if (accounts.kind() instanceof AccountsKind.Sql sql) {
                databases.stream().filter(d -> d.name().equals(sql.source())).forEach(d -> {
                    question("accounts.password-query", d, sql.passwordQuery()).ifPresent(questions::add);
                    sql.userQuery()
                            .flatMap(query -> question("accounts.user-query", d, query))
                            .ifPresent(questions::add);
                });
            } else if (accounts.kind() instanceof AccountsKind.DovecotSql sql) {
                databases.stream()
                        .filter(d -> d.config()
                                .withName("")
                                .equals(sql.file().source().withName("")))
                        .forEach(d -> {
                            question("accounts.password_query", d, sql.file().passwordQuery())
                                    .ifPresent(questions::add);
                            question("accounts.user_query", d, sql.file().userQuery())
                                    .ifPresent(questions::add);
                        });
            }
        });
        return questions;
    }

    private static Optional<SqlQuestion> question(MapFacts map, SqlSource database, String query) {
        try {
            return SqlStatement.ofMap(query, database.config().dialect(), NOBODY)
                    .map(s -> new SqlQuestion(
                            "map." + map.name(), database, s.text(), s.parameters(), map.ownsSenders()));
        } catch (TemplateException e) {
            throw new IllegalStateException("the configuration was not checked: map " + map.name(), e);
        }
    }

    private static Optional<SqlQuestion> question(String key, SqlSource database, String query) {
        try {
            return query.isEmpty()
                    ? Optional.empty()
                    : SqlStatement.ofAccounts(query, database.config().dialect(), nobody())
                            .map(s -> new SqlQuestion(key, database, s.text(), s.parameters(), false));
        } catch (TemplateException e) {
            throw new IllegalStateException("the configuration was not checked: " + key, e);
        }
    }

    private static AccountRequest nobody() {
        return new AccountRequest(NOBODY, Map.of("service", "doveadm", AccountSource.PASSWORD, ""));
    }

    private List<LdapQuestion> ldapQuestions() {
        List<LdapQuestion> questions = new ArrayList<>();
        configuration.maps().values().forEach(map -> {
            if (map.kind() instanceof MapKind.Ldap ldap) {
                questions.add(new LdapQuestion(
                        "map." + map.name(), ldap.source(), ldap.table().filter()));
            } else if (map.kind() instanceof MapKind.FromTableFile file
                    && file.file() instanceof TableFile.LdapTableFile ldap) {
                questions.add(new LdapQuestion(
                        "map." + map.name(), ldap.source().name(), ldap.table().filter()));
            }
        });
        configuration.accounts().ifPresent(accounts -> {
            if (accounts.kind() instanceof AccountsKind.Ldap ldap) {
                questions.add(new LdapQuestion(
                        "accounts.user-filter", ldap.source(), ldap.users().filter()));
                if (ldap.passwords() instanceof LdapPasswords.Stored stored) {
                    questions.add(new LdapQuestion(
                            "accounts.pass-filter",
                            ldap.source(),
                            stored.search().filter()));
                }
            }
        });
        return questions;
    }

    /** Files that a configuration names and in which passwords may stand. */
    static List<Path> files(Configuration configuration) {
        List<Path> files = new ArrayList<>();
        configuration.maps().values().forEach(map -> {
            if (map.kind() instanceof MapKind.FromTableFile table) {
                files.add(table.path());
            }
        });
        configuration.accounts().ifPresent(accounts -> {
            if (accounts.kind() instanceof AccountsKind.DovecotSql sql) {
                files.add(sql.path());
            } else if (accounts.kind() instanceof AccountsKind.DovecotLdap ldap) {
                files.add(ldap.path());
            }
        });
        return List.copyOf(files);
    }

    /** Why nobody can say whether there is a user. */
    private Optional<String> account() {
        return running.accounts()
                .flatMap(accounts -> ConnectCheck.questions(accounts, false).values().stream()
                        .findFirst());
    }
}
