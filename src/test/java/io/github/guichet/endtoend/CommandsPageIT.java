package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.guichet.endtoend.CommandsPage.Typed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sessions of docs/commands.md, typed once more: the same is read then, but for times, numbers of processes, salts and sizes. */
@ExtendWith(Workspaces.class)
class CommandsPageIT {

    /** What is another thing each time. */
    private static final List<Pattern> VARIES = List.of(
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"),
            Pattern.compile("(?<=process )\\d+(?=,)|(?<=running for )\\d+ (s|min)"),
            Pattern.compile("(?<=\\$)[A-Za-z0-9+/.]{16,}(?=\\$|\\n|$)"),
            Pattern.compile("(?<=: )\\d+ answers, \\d+ bytes"),
            Pattern.compile("\\d+ms|within \\d+ ms"));

    /** Programs that read a password from a terminal. */
    private static final String ASKS = "Password:\nThe same again:\n";

    private Path dir = Path.of("/");
    private int webhook;

    @Test
    void theSessionsGoAsThePageSays(Workspace work) throws IOException {
        dir = work.path();
        webhook = hook(work);
        prepare(work);
        List<Typed> all = CommandsPage.typed();
        SoftAssertions compared = new SoftAssertions();
        GuichetProcess daemon = null;
        int run = 0;
        for (Typed typed : all) {
            if (typed.command().equals("guichet archive")) {
                // It writes into the tree that other tests run from; the tests of the package make one, too.
                continue;
            }
            run++;
            if (typed.command().equals("guichet serve")) {
                daemon = GuichetProcess.start(
                        work, work.path("guichet.toml"), UnixDomainSocketAddress.of(work.path("run/admin.sock")));
                GuichetProcess serves = daemon;
                Waiting.until("ready", () -> serves.log().contains("ready"));
                compared.assertThat(masked(serves.log().replaceAll("(?m)^\\S+T\\S+ info ", "<6>")))
                        .as(typed.toString())
                        .isEqualTo(masked(there(typed.output())));
                send();
            } else if (typed.command().startsWith("guichet status")) {
                // All of it is figures; what the columns mean is what a reader has to find again.
                compared.assertThat(titles(output(typed))).as(typed.toString()).containsAll(titles(typed.output()));
            } else {
                compared.assertThat(masked(output(typed)))
                        .as(typed.toString())
                        .isEqualTo(masked(there(typed.output())));
            }
        }
        assertThat(daemon).isNotNull();
        compared.assertAll();
        System.out.println("manual: " + run + " console commands of docs/commands.md did what the page says");
    }

    private static List<String> titles(String table) {
        return table.lines()
                .filter(line -> line.matches("[A-Z]{3,} .*"))
                .map(line -> line.strip().replaceAll(" {2,}", " "))
                .toList();
    }

    /** A mail to four recipients, accepted. */
    private void send() {
        try (PolicyClient postfix = PolicyClient.unix(dir.resolve("run/policy.sock"))) {
            assertThat(postfix.ask(PolicyQuestion.endOfMessage("alice@example.com", 4)))
                    .isEqualTo("DUNNO");
        }
    }

    private String output(Typed typed) {
        String command = typed.command();
        boolean asks = typed.output().startsWith(ASKS);
        if (asks) {
            // script(1) is the terminal; what it shows of a password is empty lines.
            command = "script -qec '" + command + "' /dev/null";
        }
        if (command.contains(" --watch")) {
            command = "timeout --signal=INT 4 " + command;
        }
        Command done = Command.run(
                List.of("/bin/bash", "-c", "cd " + dir + "; PATH=" + dir + "/bin:$PATH; " + there(command) + " 2>&1"),
                asks ? "secret\nsecret\n" : "");
        String out = done.out();
        return asks
                ? out.replace("\r", "")
                        .replaceAll("secret\n", "")
                        .replaceFirst("Password: \n?The same again: \n?", ASKS)
                : out;
    }

    /** The files that the sessions speak of, and a {@code guichet} that reads the page's configuration. */
    private void prepare(Workspace work) {
        for (String name : List.of("bin", "run", "lib", "etc")) {
            work.directory(name);
        }
        work.file("run/secret", "an application's\n");
        secret(work.file("etc/webhook.secret", "0123456789abcdef0123456789abcdef\n"));
        work.file("offer.eml", """
                From: Alice <alice@example.com>
                To: bob@example.net
                Date: Sun, 22 Nov 2026 01:00:00 +0100
                Subject: our offer
                Message-ID: <1@example.com>
                Authentication-Results: mx.example.com; dkim=pass header.d=bank.example
                User-Agent: Mailer 1.0

                hello
                """);
        work.file("forged.eml", """
                From: The Director <ceo@bank.example>
                To: bob@example.net
                Date: Sun, 22 Nov 2026 01:00:00 +0100
                Subject: urgent
                Message-ID: <2@example.com>

                hello
                """);
        executable(work.file("sendmail", "#!/bin/sh\ncat >/dev/null\n"));
        // The map of this main.cf that guichet does not have is the error that the doctor finds on the page.
        work.file(
                "etc/main.cf",
                "compatibility_level = 3.6\nvirtual_alias_maps = socketmap:unix:" + dir
                        + "/run/socketmap.sock:aliass\n");
        work.file("etc/master.cf", "smtp inet n - n - - smtpd\ncleanup unix n - n - 0 cleanup\n");
        work.file(
                "guichet.toml",
                there(CommandsPage.configuration())
                        .replace("[notify]\n", "[notify]\nsendmail = \"" + dir + "/sendmail\"\n"));
        secret(work.path("guichet.toml"));
        executable(work.file(
                "bin/guichet", """
                #!/bin/sh
                [ "$1" != doctor ] || set -- "$@" --postfix %2$s/etc
                case "$1" in
                hash) exec %1$s "$@" ;;
                *) exec %1$s "$@" --config %2$s/guichet.toml ;;
                esac
                """.formatted(Path.of(Program.GUICHET.path()).toAbsolutePath(), dir)));
    }

    /** The page's paths and addresses as they are here. */
    private String there(String text) {
        return text.replace("/etc/guichet/guichet.toml", dir + "/guichet.toml")
                .replace("/etc/guichet/", dir + "/etc/")
                .replace("/var/lib/guichet", dir + "/lib")
                .replace("/run/guichet", dir + "/run")
                .replace("/run/secret", dir + "/run/secret")
                .replace("/etc/postfix", dir + "/etc")
                .replace("/usr/sbin/sendmail", dir + "/sendmail")
                .replace("unix:guichet/", "unix:" + dir + "/run/")
                .replace("https://hooks.example.org", "http://127.0.0.1:" + webhook);
    }

    private String masked(String text) {
        String masked = text;
        for (Pattern pattern : VARIES) {
            masked = pattern.matcher(masked).replaceAll("*");
        }
        return masked.replaceAll("(?m)[ \\t]+$", "");
    }

    private static int hook(Workspace work) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        AutoCloseable unused = work.closing(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    private static void secret(Path file) {
        mode(file, "rw-------");
    }

    private static void executable(Path file) {
        mode(file, "rwxr-xr-x");
    }

    private static void mode(Path file, String mode) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
