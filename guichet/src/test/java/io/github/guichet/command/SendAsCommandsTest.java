package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The rules of [send-as] as a configuration opens them: by the commands, as a map, as the daemon has them. */
class SendAsCommandsTest {

    private static final String CONFIGURATION = """
            [source.local]
            type = "embedded"
            path = "@DIR@/guichet.db"
            [map.senders]
            values = { "info@x.example" = "bob@x.example team", "@y.example" = "admin@x.example" }
            [map.groups]
            values = { "team" = "carol@x.example" }
            [map.alias]
            for = "virtual_alias_maps"
            source = "local"
            [map.relays]
            values = { "crm" = "shop.example", "news" = "1" }
            [map.old]
            values = { "old.example" = "x.example" }
            [map.logins]
            for = "smtpd_sender_login_maps"
            send-as = true
            [map.all-logins]
            send-as = true
            unowned = true
            [accounts]
            source = "local"
            [send-as]
            maps = ["senders"]
            groups = ["groups"]
            alias-maps = ["alias"]
            alias-domains = "old"
            any-address = ["backup"]
            any-address-maps = ["relays"]
            [send-as.domain."y.example"]
            any-address = false
            """;

    private record Result(int status, String out, String err) {}

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void makeAStore() throws IOException {
        config = configuration(CONFIGURATION);
        for (String line : new String[] {
            "domain add x.example", "mailbox add bob@x.example", "alias add sales@x.example bob@x.example"
        }) {
            assertThat(run(line)).isEqualTo(new Result(0, "", ""));
        }
    }

    private Path configuration(String toml) throws IOException {
        return Files.writeString(directory.resolve("guichet.toml"), toml.replace("@DIR@", directory.toString()));
    }

    private Result run(String line) {
        String[] words = Stream.concat(Stream.of(line.split(" ", -1)), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Guichet.commandLine(words);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int status = command.execute(words);
        return new Result(status, out.toString(), err.toString());
    }

    @Test
    void saysWhoMaySendAsAnAddress() {
        assertThat(run("who-may-send-as Info@x.example")).isEqualTo(new Result(0, """
                        bob@x.example	map	senders
                        team	map	senders
                        carol@x.example	group	team
                        backup	any-address	any-address
                        news	any-address	relays
                        """, ""));
        assertThat(run("who-may-send-as bob+t@old.example").out()).startsWith("bob@x.example\talias-domain\told\n");
        assertThat(run("who-may-send-as who@y.example --json"))
                .isEqualTo(new Result(
                        0, "[{\"login\":\"admin@x.example\",\"right\":\"catch-all\",\"via\":\"senders\"}]\n", ""));
    }

    @Test
    void saysThatNobodyMay() throws IOException {
        config = configuration(
                CONFIGURATION.replace("any-address = [\"backup\"]", "").replace(", \"news\" = \"1\"", ""));
        assertThat(run("who-may-send-as who@elsewhere.example")).isEqualTo(new Result(1, "", ""));
    }

    @Test
    void saysWhatALoginMaySendAs() {
        assertThat(run("may-send bob@x.example")).isEqualTo(new Result(0, """
                        bob@x.example	own-address	-	yes
                        info@x.example	map	senders	yes
                        sales@x.example	alias	alias	yes
                        bob@old.example	alias-domain	old	yes
                        info@old.example	alias-domain	old, senders	yes
                        sales@old.example	alias-domain	old, alias	yes
                        """, ""));
        assertThat(run("may-send crm --json"))
                .isEqualTo(new Result(
                        0,
                        "[{\"address\":\"@shop.example\",\"right\":\"any-address\",\"via\":\"relays\",\"extension\":false}]\n",
                        ""));
        assertThat(run("may-send stranger")).isEqualTo(new Result(1, "", ""));
        assertThat(run("may-send @x.example")).isEqualTo(new Result(64, "", "guichet: no user can have that name\n"));
    }

    @Test
    void saysThatASourceDidNotAnswer() throws IOException {
        Files.delete(directory.resolve("guichet.db"));
        assertThat(run("who-may-send-as sales@x.example").status()).isEqualTo(ExitStatus.TEMPORARY);
        assertThat(run("may-send bob@x.example").status()).isEqualTo(ExitStatus.TEMPORARY);
        assertThat(run("lookup logins sales@x.example").status()).isEqualTo(ExitStatus.TEMPORARY);
    }

    @Test
    void needsTheSection() throws IOException {
        config = configuration("[map.a]\nvalues = { a = \"b\" }\n");
        assertThat(run("may-send a"))
                .isEqualTo(new Result(ExitStatus.CONFIG, "", "guichet: the configuration has no section [send-as]\n"));
        assertThat(run("who-may-send-as a").status()).isEqualTo(ExitStatus.CONFIG);
    }

    @Test
    void saysWhereOwnAddressesCannotBeKnown() throws IOException {
        config = configuration("[send-as]\n");
        assertThat(run("who-may-send-as bob@x.example"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "guichet: nobody knows which logins exist: one that is called like the address may send as it, too\n"));
    }

    @Test
    void answersAsAMapForPostfix() {
        assertThat(
                        run(
                                "lookup logins INFO@x.example who@elsewhere.example bob@x.example eve@x.example sales+t@x.example"))
                .isEqualTo(new Result(1, """
                        OK bob@x.example,team,carol@x.example,backup
                        NOTFOUND
                        OK bob@x.example,backup
                        NOTFOUND
                        OK bob+t@x.example,bob@x.example,backup
                        """, ""));
        assertThat(run("lookup all-logins who@elsewhere.example who@y.example nobody@old.example"))
                .isEqualTo(new Result(0, "OK backup\nOK admin@x.example\nOK backup\n", ""));
    }

    @Test
    void isOneObjectForTheWholeDaemon() throws BadConfigurationException {
        Configuration read = ConfigurationReader.read(config, Map.of());
        try (RunningConfiguration running = RunningConfiguration.forDaemon(read, LookupObserver.NONE)) {
            SendAsVerdict verdict = running.sendAs()
                    .orElseThrow()
                    .maySend("carol@x.example", "info@x.example", new Trail())
                    .join();
            assertThat(verdict).isInstanceOf(SendAsVerdict.Allowed.class);
            var again = running.sendAs().orElseThrow().maySend("bob@x.example", "sales@x.example", new Trail());
            again.join();
            assertThat(running.sendAs().orElseThrow().maySend("bob@x.example", "sales@x.example", new Trail()))
                    .as("everything is cached")
                    .isDone();
        }
    }
}
