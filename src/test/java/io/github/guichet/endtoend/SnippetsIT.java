package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.guichet.endtoend.Manual.Block;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an administrator may paste from the README and the manual is understood by the program that it is for. The pieces of
 * guichet.toml are read by {@code SnippetsTest}, the sessions in docs/commands.md are run by {@link CommandsPageIT}.
 */
@ExtendWith(Workspaces.class)
class SnippetsIT {

    private static final Set<String> KINDS = Set.of(
            "toml",
            "main.cf",
            "master.cf",
            "dovecot",
            "sql",
            "json",
            "python",
            "prometheus",
            "promql",
            "shell",
            "java",
            "text");

    private static final Pattern SOCKET = Pattern.compile("(?:unix:|smtpd_sasl_path = )([\\w./-]*guichet[\\w./-]*)");

    private static final Pattern MAP = Pattern.compile("socketmap:(?:unix|inet):[^,\\s]+:([\\w-]+)");

    /** Where the manual has guichet listen for Postfix, on pages that say no more of it. */
    private static final List<String> USUAL = List.of(
            "/var/spool/postfix/guichet/socketmap.sock",
            "/var/spool/postfix/guichet/policy.sock",
            "/var/spool/postfix/guichet/milter.sock",
            "/var/spool/postfix/private/guichet-auth");

    @Test
    void everyBlockSaysWhatItIs() {
        List<Block> blocks = Manual.blocks();
        assertThat(blocks)
                .filteredOn(block -> !block.tag().equals(Manual.INDENTED))
                .allMatch(block -> KINDS.contains(block.tag()));
        // Sessions on a terminal; the manual page has them in another type.
        assertThat(blocks)
                .filteredOn(block -> block.tag().equals(Manual.INDENTED))
                .allMatch(block -> block.text().matches("(?s)[$#] \\S.*"));
        Map<String, Long> kinds =
                blocks.stream().collect(Collectors.groupingBy(Block::tag, TreeMap::new, Collectors.counting()));
        System.out.println("manual: " + blocks.size() + " blocks: "
                + kinds.entrySet().stream()
                        .map(kind -> kind.getValue() + " "
                                + (kind.getKey().equals(Manual.INDENTED) ? "sessions" : kind.getKey()))
                        .collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @EnumSource
    void postfixUnderstandsWhatIsForIt(Debian debian, Workspace work) {
        for (Block block : Manual.tagged("main.cf").toList()) {
            postconf(debian, work, block.text(), "", block);
        }
        for (Block block : Manual.tagged("master.cf").toList()) {
            postconf(debian, work, "", block.text(), block);
        }
    }

    private static void postconf(Debian debian, Workspace work, String main, String master, Block block) {
        // Table files must be there.
        found(Pattern.compile("(?:mysql|ldap|hash):/etc/postfix(/\\S+)"), main)
                .forEach(table -> work.file("postfix" + table, ""));
        Path file = work.file(
                "postfix/main.cf",
                "compatibility_level = 3.6\n"
                        + main.replace("/etc/postfix", work.path("postfix").toString()));
        // Postfix takes a file that was changed a moment ago for one that is being changed, and waits.
        assertThat(file.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
        String services = new PostfixSettings(25).masterCf();
        work.file("postfix/master.cf", services + master);
        for (String what : master.isEmpty() ? List.of("-n") : List.of("-M", "-P")) {
            Command read =
                    debian.run(Program.POSTCONF, "-c", work.path("postfix").toString(), what);
            assertThat(List.of(read.exit(), read.err()))
                    .as("%s%n%s", block, read)
                    .containsExactly(0, "");
        }
    }

    /** A socket and a map have the name that the same page gives them in guichet.toml. */
    @Test
    void postfixIsToldWhereGuichetListens() {
        Stream.concat(Manual.tagged("main.cf"), Manual.tagged("master.cf")).forEach(block -> {
            String toml = Manual.tagged("toml")
                    .filter(other -> other.page().equals(block.page()))
                    .map(Block::text)
                    .collect(Collectors.joining("\n"));
            for (String socket : found(SOCKET, block.text())) {
                String path = socket.startsWith("/") ? socket : "/var/spool/postfix/" + socket;
                String name = path.substring(path.lastIndexOf('/'));
                assertThat(toml.contains(name) ? found(Pattern.compile("unix:([\\w./-]+)"), toml) : USUAL)
                        .as(block.toString())
                        .contains(path);
            }
            for (String map : found(MAP, block.text())) {
                assertThat(toml).as(block.toString()).contains("[map." + map + "]");
            }
        });
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .distinct()
                .toList();
    }

    @Test
    void dovecotUnderstandsWhatIsForIt(Workspace work) {
        assertThat(Manual.tagged("dovecot")).isNotEmpty().allSatisfy(block -> {
            boolean recent = block.text().contains("dovecot_config_version");
            String rest = recent ? "" : "ssl = no\nprotocols = imap lmtp\n";
            String file = work.file("dovecot.conf", rest + block.text()).toString();
            Debian debian = recent ? Debian.TRIXIE : Debian.BOOKWORM;
            Command read = debian.run(Program.DOVECONF, "-c", file, "-n").succeeds();
            assertThat(read.err()).as(block.toString()).isEmpty();
        });
    }

    @Test
    void databasesDoWhatIsForThem(Workspace work) {
        MariaDbServer maria = MariaDbServer.start(work);
        PostgresServer postgres = PostgresServer.start(work);
        assertThat(Manual.tagged("sql")).isNotEmpty().allSatisfy(block -> {
            if (block.text().contains("COLLATE \"C\"")) {
                postgres.sql(block.text());
            } else {
                Pattern.compile(";\n").splitAsStream(block.text()).forEach(maria::sql);
            }
        });
    }

    @Test
    void pythonRunsWhatIsForIt() {
        assertThat(Manual.tagged("json"))
                .isNotEmpty()
                .allSatisfy(block -> Command.run(
                                List.of(Program.PYTHON.path(), "-c", "import json, sys; json.load(sys.stdin)"),
                                block.text())
                        .succeeds());
        String genuine = """
                import sys
                key, now = b"k", int(time.time())
                sign = lambda at: hmac.new(key, b"%d.body" % at, hashlib.sha256).hexdigest()
                assert is_genuine(key, "t=%d,v1=%s" % (now, sign(now)), b"body")
                assert not is_genuine(key, "t=%d,v1=%s" % (now, sign(now)), b"other body")
                assert not is_genuine(key, "t=%d,v1=%s" % (now - 400, sign(now - 400)), b"body")
                """;
        assertThat(Manual.tagged("python")).extracting(Block::page).containsExactly("docs/notices.md");
        Manual.tagged("python")
                .forEach(block -> Command.run(List.of(Program.PYTHON.path(), "-"), block.text() + "\n" + genuine)
                        .succeeds());
    }

    @Test
    void prometheusUnderstandsWhatIsForIt(Workspace work) {
        String rules = Manual.checkout()
                .resolve("guichet/src/dist/share/monitoring/guichet.rules.yml")
                .toAbsolutePath()
                .toString();
        assertThat(Manual.tagged("prometheus"))
                .isNotEmpty()
                .allSatisfy(block -> Command.run(
                                Program.PROMTOOL.path(),
                                "check",
                                "config",
                                work.file(
                                                "prometheus.yml",
                                                block.text()
                                                        .replace(
                                                                "/usr/share/guichet/monitoring/guichet.rules.yml",
                                                                rules))
                                        .toString())
                        .succeeds());
        StringBuilder records = new StringBuilder("groups:\n- name: manual\n  rules:\n");
        List<Block> queries = Manual.tagged("promql").toList();
        for (Block query : queries) {
            records.append("  - record: manual:query%d%n    expr: |%n".formatted(query.line()))
                    .append(query.text().indent(6));
        }
        assertThat(queries).isNotEmpty();
        Command.run(
                        Program.PROMTOOL.path(),
                        "check",
                        "rules",
                        work.file("rules.yml", records.toString()).toString())
                .succeeds();
    }

    @Test
    void aShellUnderstandsWhatIsForItAndEveryCommandIsThere() {
        ShellCommands commands = new ShellCommands();
        // Of a session, what is typed; the sessions of docs/commands.md are run as they are.
        Manual.tagged(Manual.INDENTED)
                .filter(block -> !block.page().equals("docs/commands.md"))
                .forEach(block -> assertThat(commands.missing(block.text()
                                .lines()
                                .filter(line -> line.matches("[$#] .*"))
                                .map(line -> line.substring(2))
                                .collect(Collectors.joining("\n"))))
                        .as(block.toString())
                        .isEmpty());
        assertThat(Manual.tagged("shell")).isNotEmpty().allSatisfy(block -> {
            Command.run(List.of("/bin/bash", "-n"), block.text()).succeeds();
            assertThat(commands.missing(block.text())).as(block.toString()).isEmpty();
        });
        System.out.println("manual: " + commands.seen() + " commands in shell blocks are there, with their options");
    }

    @Test
    void theUserAndTheDirectoryAreMadeAsTheManualSays() {
        List<String> lines = Manual.tagged("shell")
                .flatMap(block -> block.text().lines())
                .filter(line -> line.startsWith("adduser ") || line.startsWith("install -d "))
                .sorted()
                .distinct()
                .toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
        Command done = Debian.TRIXIE.changed(String.join("\n", lines) + """

                stat -c '%U %G %a' /var/spool/postfix/guichet
                """);
        assertThat(tuple(done.exit(), done.out().lines().reduce((a, b) -> b).orElse("")))
                .as(done.toString())
                .isEqualTo(tuple(0, "guichet postfix 750"));
    }
}
