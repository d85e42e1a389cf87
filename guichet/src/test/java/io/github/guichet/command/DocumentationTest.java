package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.account.Lockouts;
import io.github.guichet.policyd.accounting.LoginAccounting;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.KeyForm;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What guichet knows is in its manual. */
class DocumentationTest {

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("..", "docs", name));
    }

    /** Keys that the administrator names: attributes, fields, values. */
    private static final Pattern FREE =
            Pattern.compile("((policy|milter)\\.rule\\.(when|unless)\\.[a-z_]+|milter\\.rule\\.(set|add)"
                    + "|map\\.NAME\\.values|accounts\\.(user-)?fields|dovecot-auth\\.master-users)\\..*");

    /** A row of a table of keys: the key and the form of its value. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");

    private static Map<String, Set<KeyForm>> knownKeys() throws IOException {
        Map<String, Set<KeyForm>> keys = new TreeMap<>();
        for (String file : List.of("/full.toml", "/full-ldap.toml")) {
            ConfigurationReaderTest.read(ConfigurationReaderTest.resource(file))
                    .knownKeys()
                    .forEach((key, forms) -> keys.computeIfAbsent(key, k -> new LinkedHashSet<>())
                            .addAll(forms));
        }
        keys.keySet().removeIf(FREE.asMatchPredicate());
        return keys;
    }

    @Test
    void describesEveryKeyOfTheConfiguration() throws IOException {
        String page = page("configuration.md");
        Set<String> keys = knownKeys().keySet();
        assertThat(keys).hasSizeGreaterThan(70);
        assertThat(keys)
                .filteredOn(key -> !page.contains("`" + key + "`")
                        && !page.contains("## [" + key + "]")
                        && !page.contains("## [" + key + ".NAME]"))
                .isEmpty();
    }

    @Test
    void saysHowEachValueIsWrittenAsItsReaderHasIt() throws IOException {
        Map<String, Set<KeyForm>> keys = knownKeys();
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (MatchResult row : ROW.matcher(page("configuration.md")).results().toList()) {
            Set<KeyForm> forms = keys.getOrDefault(row.group(1), Set.of());
            String said = row.group(2).strip();
            if (forms.stream().anyMatch(KeyForm::exact)) {
                compared++;
                if (forms.stream().noneMatch(form -> form.exact() && said.startsWith(form.text()))) {
                    wrong.add(row.group(1) + ": "
                            + forms.stream().map(KeyForm::text).toList() + ", not " + said);
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesEveryAttributeOfAMessage() throws IOException {
        String page = page("configuration.md");
        assertThat(ConditionKeys.MILTER.attributes().orElseThrow())
                .hasSizeGreaterThan(10)
                .allMatch(name -> page.contains("`" + name + "`"));
    }

    @Test
    void explainsEveryMetric() throws IOException {
        String page = page("metrics.md");
        PrometheusRegistry registry = new PrometheusRegistry();
        Configuration configuration = ConfigurationReaderTest.read("""
                        [map.a]
                        values = { a = "b" }
                        [source.db]
                        type = "sql"
                        url = "jdbc:sqlite:/nowhere"
                        [map.b]
                        source = "db"
                        query = "SELECT a FROM b WHERE c='%s'"
                        [policy]
                        listen = "unix:/nowhere/policy.sock"
                        [[policy.rule]]
                        name = "r"
                        check = "rate"
                        limits = "1/1h"
                        [milter]
                        listen = "unix:/nowhere/milter.sock"
                        [[milter.rule]]
                        name = "r"
                        check = "privacy"
                        """).configuration();
        LookupMetrics lookups = new LookupMetrics(registry, configuration.maps().keySet());
        DaemonMetrics daemons = new DaemonMetrics(registry);
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration, lookups)) {
            running.sources().forEach(source -> lookups.source(source.name()));
            DaemonMeter unused = daemons.daemon("socketmap");
            StateMetrics.register(registry, () -> running);
            PolicyMetrics rules = new PolicyMetrics(
                    registry, configuration.policy().orElseThrow().rules());
            rules.decided("nobody", Decision.DUNNO, Mode.ENFORCE);
            MilterMetrics messages = new MilterMetrics(
                    registry, configuration.milter().orElseThrow().rules());
            messages.decided(
                    "nobody", io.github.guichet.milter.rule.Decision.PASS, io.github.guichet.milter.rule.Mode.CHANGE);
            PolicyStateMetrics.register(registry, List::of, new LoginAccounting(InstantSource.system()), () -> 1);
            AuthMetrics unusedToo = new AuthMetrics(registry, List.of("PLAIN"));
            NoticeMetrics unusedNotices = new NoticeMetrics(registry, Lockouts.NONE);
            Set<String> names = registry.scrape().stream()
                    .map(metric -> metric instanceof CounterSnapshot
                            ? metric.getMetadata().getName() + "_total"
                            : metric.getMetadata().getName())
                    .collect(Collectors.toSet());
            assertThat(names)
                    .hasSizeGreaterThan(15)
                    .contains("guichet_lookups_total", "guichet_cache_entries", "hikaricp_active_connections");
            assertThat(names).allMatch(name -> page.contains("`" + name + "`"));
        }
    }

    @Test
    void explainsEveryCommand() throws IOException {
        String page = page("commands.md");
        assertThat(Subcommand.ALL).allMatch(command -> page.contains("### guichet " + command.word() + " "));
    }
}
