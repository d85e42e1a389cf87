package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody is told of a breach, once, by the sendmail command and by a webhook, and the account is locked. */
@ExtendWith(Workspaces.class)
class PolicyNoticeIT {

    /** One call of the webhook. */
    private record Call(String signature, String body) {}

    @Test
    void tellsOnceOfAnAccountThatWasLocked(Workspace work) throws Exception {
        List<Call> calls = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(exchange.getRequestHeaders().getFirst("Guichet-Signature"), body));
            // The first time it has a cold.
            exchange.sendResponseHeaders(calls.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        hook.start();
        AutoCloseable unused = work.closing(() -> hook.stop(0));
        Path mail = work.path("mail");
        Path socket = work.path("policy.sock");
        Path toml = work.file("guichet.toml", """
                    [state]
                    directory = "%1$s"
                    [admin]
                    listen = "unix:%2$s/admin.sock"
                    [notify]
                    to = ["postmaster@elsewhere.example"]
                    from = "guichet@example.org"
                    sendmail = "%3$s"
                    webhook = "http://127.0.0.1:%4$d/hook"
                    webhook-secret = "0123456789abcdef"
                    [policy]
                    listen = ["unix:%5$s"]
                    [[policy.rule]]
                    name = "outgoing"
                    check = "rate"
                    limits = ["10/1h"]
                    warn-at = "0%%"
                    over = "reject"
                    lockout = true
                    """.formatted(
                        work.directory("state"),
                        work.path(),
                        sendmail(work, mail),
                        hook.getAddress().getPort(),
                        socket));
        GuichetProcess guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket));
        try (PolicyClient client = PolicyClient.unix(socket)) {
            assertThat(client.ask(ofAlice("friend@elsewhere.example"))).isEqualTo("DUNNO");
            // Something was sent before: a single mail beyond the limit would lock nobody.
            assertThat(client.ask(PolicyQuestion.endOfMessage("alice@example.org", 1)))
                    .isEqualTo("DUNNO");
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask(PolicyQuestion.endOfMessage("alice@example.org", 11)))
                        .startsWith("55");
            }
            Waiting.until("both were told", () -> calls.size() == 2 && Files.exists(mail));
            // Everything is refused now, at RCPT already.
            assertThat(client.ask(ofAlice("friend@elsewhere.example"))).startsWith("554 5.7.1 ");
            assertThat(GuichetCommand.run(toml, "lockout", "--list").succeeds().out())
                    .startsWith("alice@example.org\t");
            GuichetCommand.run(toml, "unlock", "alice@example.org").succeeds();
            assertThat(client.ask(ofAlice("friend@elsewhere.example"))).isEqualTo("DUNNO");
        }
        assertThat(calls).hasSize(2);
        assertThat(calls).allMatch(PolicyNoticeIT::isSigned);
        assertThat(calls.get(1).body())
                .contains("\"kind\":\"lockout\"", "\"login\":\"alice@example.org\"", "\"locked\":true")
                .contains("guichet unlock alice@example.org", "elsewhere.example");
        String text = Files.readString(mail);
        assertThat(text)
                .startsWith("-")
                .contains("\nTo: postmaster@elsewhere.example\n", "alice@example.org is locked");
        assertThat(decoded(text)).contains("guichet unlock alice@example.org", "elsewhere.example", "198.51.100.0/24");
        assertThat(guichet.log()).containsOnlyOnce("breach: kind=");
    }

    private static PolicyQuestion ofAlice(String recipient) {
        return PolicyQuestion.rcpt("alice@example.org", recipient).as("alice@example.org");
    }

    /** A command that writes its arguments and its input to a file, which is there when it is complete. */
    private static Path sendmail(Workspace work, Path mail) throws IOException {
        Path command = work.file(
                "sendmail", "#!/bin/sh\n{ echo \"$@\"; cat; } >%1$s.new && mv %1$s.new %1$s\n".formatted(mail));
        return Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String decoded(String mail) {
        String body = mail.substring(mail.indexOf("\n\n")).strip();
        return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
    }

    private static boolean isSigned(Call call) {
        String time = call.signature().replaceAll("t=(\\d+),v1=.*", "$1");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((time + "." + call.body()).getBytes(StandardCharsets.UTF_8));
            return call.signature().equals("t=" + time + ",v1=" + HexFormat.of().formatHex(expected));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
