package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line: exit statuses and output, on the etalab case with its table files unchanged. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class CommandIT {

    private Workspace work;
    private Etalab etalab;
    private Path config;

    /** The same maps, on a database that is not there, and nobody serving them. */
    private Path nobody;

    @BeforeAll
    void serves(Workspace workspace) throws IOException {
        work = workspace;
        etalab = Etalab.start(work);
        config = work.path("guichet.toml");
        GuichetProcess.start(work);
        nobody = work.file("nobody.toml", """
                [source.down]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:@CLOSED@/nothing"
                user = "x"
                password = "x"
                deadline = "1s"
                [map.down]
                source = "down"
                query = "SELECT b FROM t WHERE a='%s'"
                keys-query = "SELECT a FROM t"
                [socketmap]
                listen = ["unix:@DIR@/nobody.sock"]
                [admin]
                listen = "unix:@DIR@/nobody-admin.sock"
                """.replace("@CLOSED@", Integer.toString(work.freePort()))
                .replace("@DIR@", work.path().toString()));
    }

    @Test
    void checkConfigIsContentWithTheAcceptanceCase() {
        GuichetCommand.run(config, "check-config").succeeds();
        GuichetCommand.run(config, "check-config", "--connect").succeeds();
    }

    @Test
    void checkConfigSaysEverythingThatIsWrongAtOnce() {
        Path broken = work.file("broken.toml", """
                [cache]
                tll = "60s"
                [source.db]
                type = "sqll"
                [map.a]
                for = "virtual_alias_map"
                values = { "a@b" = "c@d" }
                [map.b]
                source = "bd"
                query = "SELECT x FROM y WHERE z='%s'"
                [socketmap]
                listen = ["unix:relative.sock", "inet:localhost"]
                [soketmap]
                """);
        Command check = GuichetCommand.run(broken, "check-config");
        assertThat(check.exit()).isEqualTo(78);
        List<String> problems = check.err().lines().toList();
        assertThat(problems).hasSizeGreaterThanOrEqualTo(6);
        assertThat(problems).allMatch(line -> line.matches(Pattern.quote(broken.toString()) + ":\\d+:\\d+: \\S.*: .+"));
        assertThat(problems).anyMatch(line -> line.contains(":2:1: ") && line.contains("tll") && line.contains("ttl"));
        assertThat(check.err()).contains("sql", "virtual_alias_maps", "db", "inet:localhost", "socketmap");
        // And nothing is served from such a file.
        Command serve = GuichetCommand.run(broken, "serve");
        assertThat(serve.exit()).isEqualTo(78);
        assertThat(serve.err()).contains(problems);
    }

    @Test
    void checkConfigTakesASectionThatDoesNotExistForAnError() throws IOException {
        Path uncut = work.file("uncut.toml", Files.readString(config) + "[spamfilter]\nlisten = \"x\"\n");
        Command check = GuichetCommand.run(uncut, "check-config");
        assertThat(check.exit()).isEqualTo(78);
        assertThat(check.err().lines()).hasSize(1).allMatch(line -> line.contains(" spamfilter: unknown section"));
    }

    @Test
    void checkConfigWithConnectNamesASourceThatIsDown() {
        assertThat(GuichetCommand.run(nobody, "check-config").exit()).isZero();
        Command check = GuichetCommand.run(nobody, "check-config", "--connect");
        assertThat(check.exit()).isEqualTo(78);
        assertThat(check.err()).contains("down");
    }

    @Test
    void lookupAnswersAsTheSocketmapDoes() {
        Command found = GuichetCommand.run(config, "lookup", "alias", "contact@data.gouv.fr", "x+y@openfisca.fr")
                .succeeds();
        assertThat(found.out().lines()).hasSize(2);
        assertThat(found.out()).contains("alice@data.gouv.fr,bob@data.gouv.fr", "carol@openfisca.fr");
        assertThat(GuichetCommand.run(config, "lookup", "mailbox", "o'neil@openfisca.fr")
                        .out())
                .contains("openfisca.fr/oneil/");
        assertThat(GuichetCommand.run(config, "lookup", "alias", "nobody@data.gouv.fr")
                        .exit())
                .isEqualTo(1);
        assertThat(GuichetCommand.run(nobody, "lookup", "down", "a@b").exit()).isEqualTo(75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lookup", "lookup alias", "lookup nosuchmap key", "nosuchcommand", "export alias", "flush"})
    void wrongUsageIs64(String line) {
        Command command = GuichetCommand.run(config, line.split(" "));
        assertThat(command.exit()).as(command.toString()).isEqualTo(64);
        assertThat(command.err()).isNotBlank();
    }

    @Test
    void everyCommandHasHelp() {
        String help = GuichetCommand.plain("", "--help").succeeds().out();
        for (String name : List.of(
                "serve",
                "check-config",
                "lookup",
                "status",
                "flush",
                "export",
                "domain",
                "mailbox",
                "alias",
                "sender")) {
            assertThat(help).contains(name);
            assertThat(GuichetCommand.plain("", name, "--help").succeeds().out())
                    .contains("guichet " + name);
        }
    }

    @Test
    void statusTellsAboutTheRunningProcess() {
        assertThat(GuichetCommand.run(config, "status").succeeds().out()).contains("alias", "domains", "mailbox");
        String json = GuichetCommand.run(config, "status", "--json").succeeds().out();
        assertThat(json.strip()).startsWith("{").endsWith("}").contains("\"alias\"");
        assertThat(GuichetCommand.run(nobody, "status").exit()).isEqualTo(69);
    }

    @Test
    void flushMakesAChangeVisibleAtOnce() {
        etalab.database.sql(
                "INSERT INTO alias(address,goto,domain) VALUES ('flush@data.gouv.fr','one@x','data.gouv.fr'),"
                        + " ('flush2@data.gouv.fr','one@x','data.gouv.fr')");
        assertThat(ask("alias", "flush@data.gouv.fr")).isEqualTo("OK one@x");
        assertThat(ask("alias", "flush2@data.gouv.fr")).isEqualTo("OK one@x");
        etalab.database.sql("UPDATE alias SET goto='two@x' WHERE address LIKE 'flush%'");
        assertThat(ask("alias", "flush@data.gouv.fr")).isEqualTo("OK one@x");
        GuichetCommand.run(config, "flush", "alias", "flush@data.gouv.fr").succeeds();
        assertThat(ask("alias", "flush@data.gouv.fr")).isEqualTo("OK two@x");
        assertThat(ask("alias", "flush2@data.gouv.fr")).isEqualTo("OK one@x");
        GuichetCommand.run(config, "flush", "--all").succeeds();
        assertThat(ask("alias", "flush2@data.gouv.fr")).isEqualTo("OK two@x");
        assertThat(GuichetCommand.run(nobody, "flush", "--all").exit()).isEqualTo(69);
    }

    @Test
    void exportWritesTheWholeMapAndLeavesTheOldFileWhenTheSourceIsDown() throws IOException {
        Path file = work.path("aliases.txt");
        GuichetCommand.run(config, "export", "alias", "--to", "texthash:" + file)
                .succeeds();
        assertThat(Files.readString(file).lines().map(line -> line.replaceAll("\\s+", " ")))
                .contains(
                        "contact@data.gouv.fr alice@data.gouv.fr,bob@data.gouv.fr", "@openfisca.fr carol@openfisca.fr")
                .noneMatch(line -> line.startsWith("old@"));
        Path kept = work.file("kept.txt", "a b\n");
        assertThat(GuichetCommand.run(nobody, "export", "down", "--to", "texthash:" + kept)
                        .exit())
                .isEqualTo(75);
        assertThat(kept).hasContent("a b");
    }

    @Test
    void serveIs69WhenItCannotListen() {
        // The address of the process that already serves.
        assertThat(GuichetCommand.run(config, "serve").exit()).isEqualTo(69);
        Path nowhere = work.file(
                "nowhere.toml",
                "[map.m]\nvalues = { \"a\" = \"b\" }\n[socketmap]\nlisten = [\"unix:/proc/nowhere/sock\"]\n");
        Command serve = GuichetCommand.run(nowhere, "serve");
        assertThat(serve.exit()).as(serve.toString()).isEqualTo(69);
        assertThat(serve.err()).contains("/proc/nowhere/sock");
    }

    @Test
    void metricsHaveTheNamesOfTheContract() throws IOException, InterruptedException {
        assertThat(ask("alias", "alice@data.gouv.fr")).startsWith("OK ");
        assertThat(ask("alias", "nobody@data.gouv.fr")).isEqualTo("NOTFOUND ");
        String metrics = scrape("/metrics", 200);
        assertThat(metrics)
                .contains(
                        "guichet_lookups_total{map=\"alias\",result=\"found\",served=\"source\"}",
                        "guichet_lookup_seconds_bucket{",
                        "guichet_source_seconds",
                        "guichet_source_errors_total",
                        "guichet_source_up{",
                        "guichet_cache_entries{map=\"alias\"}",
                        "guichet_cache_bytes{map=\"alias\"}",
                        "guichet_cache_evictions_total{map=\"alias\"}",
                        "guichet_connections{daemon=\"socketmap\"}",
                        "guichet_requests_total{daemon=\"socketmap\"}",
                        "guichet_protocol_errors_total{daemon=\"socketmap\"}",
                        "guichet_request_seconds_bucket{daemon=\"socketmap\"",
                        "hikaricp_active_connections{",
                        "jvm_")
                .doesNotContain("data.gouv.fr");
        scrape("/health/live", 200);
        scrape("/health/ready", 200);
        scrape("/nothing", 404);
    }

    @Test
    void managesTheEmbeddedStore() {
        Path store = work.file("store.toml", """
                [source.local]
                type = "embedded"
                path = "@DIR@/store.db"
                [map.domains]
                for = "virtual_mailbox_domains"
                source = "local"
                [map.alias]
                for = "virtual_alias_maps"
                source = "local"
                [map.mailbox]
                for = "virtual_mailbox_maps"
                source = "local"
                [map.senders]
                for = "smtpd_sender_login_maps"
                source = "local"
                [socketmap]
                listen = ["unix:@DIR@/store.sock"]
                """.replace("@DIR@", work.path().toString()));
        run(store, 0, "domain add example.org");
        run(store, 0, "domain add example.org"); // so already: nothing to change
        run(store, 0, "mailbox add alice@example.org");
        run(store, 1, "mailbox add bob@unknown.example");
        run(store, 0, "alias add info@example.org alice@example.org bob@elsewhere.example");
        run(store, 0, "alias add @example.org alice@example.org");
        run(store, 0, "sender add info@example.org alice@example.org");
        run(store, 64, "mailbox add");
        run(store, 64, "mailbox frobnicate alice@example.org");
        assertThat(run(store, 0, "mailbox list").out()).contains("alice@example.org");
        assertThat(run(store, 0, "alias list").out()).contains("info@example.org", "bob@elsewhere.example");
        assertThat(run(store, 0, "lookup domains EXAMPLE.org").out()).contains("example.org");
        assertThat(run(store, 0, "lookup alias Info+x@example.org").out())
                .contains("alice+x@example.org", "bob+x@elsewhere.example");
        assertThat(run(store, 0, "lookup mailbox alice+x@example.org").out()).contains("example.org/alice/");
        assertThat(run(store, 0, "lookup senders info@example.org").out()).contains("alice@example.org");
        run(store, 0, "mailbox disable alice@example.org");
        run(store, 1, "lookup mailbox alice@example.org");
        run(store, 0, "alias remove info@example.org");
        run(store, 0, "domain remove example.org --with-addresses");
        run(store, 1, "lookup domains example.org");
    }

    /** The configuration that the README shows first, with its paths inside the workspace. */
    @Test
    void theReadmesConfigurationIsRight() throws IOException {
        Path checkout = Path.of(System.getProperty("guichet.checkout", "../.."));
        Matcher toml =
                Pattern.compile("(?s)```toml\n(.*?)```").matcher(Files.readString(checkout.resolve("README.md")));
        assertThat(toml.find()).isTrue();
        String text = toml.group(1)
                .replace("/etc/postfix", work.path().toString())
                .replace(
                        "/var/spool/postfix/guichet/socketmap.sock",
                        work.path("readme.sock").toString());
        Path readme = work.file("readme.toml", text);
        GuichetCommand.run(readme, "check-config", "--connect").succeeds();
        run(readme, 0, "lookup alias contact+x@data.gouv.fr");
    }

    private static Command run(Path config, int exit, String line) {
        Command command = GuichetCommand.run(config, line.split(" "));
        assertThat(command.exit()).as(command.toString()).isEqualTo(exit);
        return command;
    }

    private String ask(String map, String key) {
        try (SocketmapClient client = SocketmapClient.unix(work.path("socketmap.sock"))) {
            return client.ask(map, key);
        }
    }

    private String scrape(String path, int status) throws IOException, InterruptedException {
        Matcher port = Pattern.compile("inet:(127\\.0\\.0\\.1:\\d+)").matcher(Files.readString(config));
        assertThat(port.find()).isTrue();
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + port.group(1) + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        return response.body();
    }
}
