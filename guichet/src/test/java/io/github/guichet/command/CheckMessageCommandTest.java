package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code guichet check-message}: the rules as the milter has them, on a message in a file. */
class CheckMessageCommandTest {

    private static final String RULES = """
            [map.senders]
            values = { "info@x.example" = "bob@x.example" }
            [map.own]
            values = { "x.example" = "1" }
            [send-as]
            maps = ["senders"]
            [milter]
            listen = "unix:/nowhere/milter.sock"
            authserv-id = "mx.x.example"
            [[milter.rule]]
            name = "from"
            check = "header-from"
            mode = "reject"
            [[milter.rule]]
            name = "at home"
            check = "recipients"
            domains = ["own"]
            mode = "tag"
            when = { attribute = { helo_name = "office.x.example" }, client = "2001:db8::/32" }
            [[milter.rule]]
            name = "results"
            check = "auth-results"
            [[milter.rule]]
            name = "fields"
            check = "headers"
            set = { Subject = "for {recipient}" }
            add = { X-Last = "1" }
            """;

    private static final String MESSAGE =
            "Authentication-Results: mx.x.example;\n\tdkim=pass\nFrom: info@x.example\nSubject: hello\nSubject: twice\n\nbody\n";

    private record Result(int status, List<String> out, String err) {}

    @TempDir
    private Path directory;

    private Path config;
    private Path message;

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(directory.resolve("guichet.toml"), RULES);
        message = Files.writeString(directory.resolve("message"), MESSAGE);
    }

    private Result run(String... options) {
        List<String> words = new ArrayList<>(List.of("check-message", "--config", config.toString()));
        words.addAll(List.of(options));
        CommandLine line = Guichet.commandLine(words.toArray(String[]::new));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int status = line.execute(words.toArray(String[]::new));
        return new Result(status, out.toString().lines().toList(), err.toString());
    }

    @Test
    void showsWhatEachRuleSaysAndHowTheHeaderWouldChange() {
        Result result = run("--login", "bob@x.example", "--recipient", "a@y.example", message.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith(
                        "from\treject\tpass\t",
                        "at home\ttag\tskipped\tis not for this message",
                        "results\tchange\tchange\tremoved 1 Authentication-Results in our name, added one")
                .contains("reply: accepted");
        assertThat(result.out()
                        .subList(
                                result.out().indexOf("reply: accepted") + 1,
                                result.out().size()))
                .containsExactly(
                        "+ Authentication-Results: mx.x.example;",
                        "+  auth=pass (PLAIN) smtp.auth=bob@x.example",
                        "- Authentication-Results: mx.x.example;",
                        "-  dkim=pass",
                        "- Subject: hello",
                        "+ Subject: for a@y.example",
                        "- Subject: twice",
                        "+ X-Last: 1");
    }

    @Test
    void aRefusalEndsTheListAndChangesNothing() {
        Result result = run("--login", "eve@x.example", message.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.NO);
        assertThat(result.out()).hasSize(5);
        assertThat(result.out().get(0)).startsWith("from\treject\tobject\t").contains("info@x.example");
        assertThat(result.out().get(1)).isEqualTo("at home\ttag\tnot-asked\ta rule above refuses the message");
        assertThat(result.out().get(4)).startsWith("reply: 550 5.7.1 ");
    }

    @Test
    void tellsTheRulesOfTheSession() {
        Result result = run(
                "--client",
                "2001:db8::1",
                "--helo",
                "office.x.example",
                "--recipient",
                "a@x.example",
                "--recipient",
                "b@y.example",
                message.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out().get(1)).startsWith("at home\ttag\tobject\t");
        assertThat(result.out()).anyMatch(line -> line.startsWith("+ X-Guichet-Warning: at home; "));
    }

    @Test
    void tellsTheRulesWhatElseTheirConditionsAsk() throws IOException {
        Files.writeString(
                config,
                RULES.replace(
                        "helo_name = \"office.x.example\" }, client = \"2001:db8::/32\"",
                        "daemon_name = \"submission\", size = \"5\", smtputf8 = \"yes\", sasl_method = \"SCRAM\" }"));
        String[] all = {
            "--login=info@x.example",
            "--attribute=daemon_name=submission",
            "--attribute=size=5",
            "--attribute=smtputf8=yes",
            "--attribute=sasl_method=SCRAM",
            "--recipient=a@y.example",
            message.toString()
        };
        assertThat(run(all).out().get(1)).startsWith("at home\ttag\tobject\t");
        all[1] = "--attribute=daemon_name=smtpd";
        assertThat(run(all).out().get(1)).startsWith("at home\ttag\tskipped\t");
        all[1] = "--attribute=deamon_name=submission";
        assertThat(run(all))
                .isEqualTo(new Result(
                        ExitStatus.USAGE,
                        List.of(),
                        "guichet: --attribute: deamon_name cannot be said here; did you mean daemon_name?\n"));
    }

    @Test
    void theSenderIsTheLoginUnlessSaid() throws IOException {
        Files.writeString(config, RULES.replace("for {recipient}", "of <{sender}>"));
        assertThat(run("--login", "bob@x.example", message.toString()).out()).contains("+ Subject: of <bob@x.example>");
        assertThat(run("--login", "bob@x.example", "--sender", "", message.toString())
                        .out())
                .contains("+ Subject: of <>");
    }

    @Test
    void aSourceThatDoesNotAnswerIsNoObjection() throws IOException {
        Files.writeString(
                config,
                RULES.replace(
                                "[map.own]\nvalues = { \"x.example\" = \"1\" }",
                                "[source.db]\ntype = \"sql\"\nurl = \"jdbc:sqlite:" + directory.resolve("absent/x.db")
                                        + "\"\n[map.own]\nsource = \"db\"\nquery = \"SELECT 1 FROM d WHERE d='%s'\"")
                        + "[[milter.rule]]\nname = \"everywhere\"\ncheck = \"recipients\"\ndomains = \"own\"\nmode = \"reject\"\n");
        Result result = run("--recipient", "a@x.example", message.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.TEMPORARY);
        assertThat(result.out()).anyMatch(line -> line.startsWith("everywhere\treject\tunavailable\t"));
        assertThat(result.out().get(result.out().size() - 1)).startsWith("reply: 451 4.");
    }

    @Test
    void saysWhatIsWrongWithTheCommand() throws IOException {
        assertThat(run(directory.resolve("nofile").toString()))
                .isEqualTo(new Result(
                        ExitStatus.USAGE,
                        List.of(),
                        "guichet: cannot read " + directory.resolve("nofile") + ": there is no such file\n"));
        assertThat(run("--client", "10.0.0.0/8", message.toString()).status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run().status()).isEqualTo(ExitStatus.USAGE);
        Files.writeString(config, "[map.a]\nvalues = { a = \"b\" }\n");
        assertThat(run(message.toString()).status()).isEqualTo(ExitStatus.CONFIG);
    }
}
