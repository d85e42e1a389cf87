package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every condition gets on a policy connection: one test for each cell of the contract, byte by byte. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class PolicyContractIT {

    private static final String DUNNO = "action=DUNNO\n\n";

    private Path socket;
    private InetSocketAddress inet;
    private GuichetProcess guichet;

    @BeforeAll
    void serves(Workspace work) {
        socket = work.path("policy.sock");
        inet = new InetSocketAddress(InetAddress.getLoopbackAddress(), work.freePort());
        Path config = work.file("contract.toml", """
                [source.down]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:%d/nothing"
                user = "nobody"
                password = "nothing"
                deadline = "1s"
                [map.down]
                source = "down"
                query = "SELECT b FROM t WHERE a='%%s'"
                [policy]
                listen = ["unix:%s", "inet:127.0.0.1:%d"]
                [[policy.rule]]
                name = "refuses"
                when = { recipient = ["found@example.org"] }
                action = "550 5.7.1 as the rule says: {sender}"
                [[policy.rule]]
                name = "defers when down"
                check = "recipient"
                domains = ["down"]
                recipients = ["down"]
                on-unavailable = "defer"
                when = { recipient = ["defer@example.org"] }
                [[policy.rule]]
                name = "goes on when down"
                check = "recipient"
                domains = ["down"]
                recipients = ["down"]
                on-unavailable = "dunno"
                when = { recipient = ["dunno@example.org"] }
                [[policy.rule]]
                name = "when nobody knows whether it applies"
                on-unavailable = "defer"
                when = { recipient = ["condition@example.org"], sender = { map = "down" } }
                action = "REJECT"
                [[policy.rule]]
                name = "bob"
                when = { login = ["bob@example.org"], sender = ["@example.org"] }
                action = "REJECT"
                """.formatted(work.freePort(), socket, inet.getPort()));
        guichet = GuichetProcess.start(work, config, UnixDomainSocketAddress.of(socket));
    }

    @Test
    void saysTheActionOfTheRuleThatFinds() {
        assertThat(answer(PolicyQuestion.rcpt("a@client.test", "found@example.org")))
                .isEqualTo("550 5.7.1 as the rule says: a@client.test");
    }

    @Test
    void saysDunnoWhenNoRuleFinds() {
        assertThat(answer(good())).isEqualTo("DUNNO");
    }

    @Test
    void defersWhenASourceIsUnavailableAndTheRuleSaysSo() {
        assertThat(answer(PolicyQuestion.rcpt("a@client.test", "defer@example.org")))
                .startsWith("DEFER_IF_PERMIT ");
        assertThat(answer(PolicyQuestion.rcpt("a@client.test", "condition@example.org")))
                .startsWith("DEFER_IF_PERMIT ");
    }

    @Test
    void saysDunnoWhenASourceIsUnavailableAndTheRuleSaysSo() {
        assertThat(answer(PolicyQuestion.rcpt("a@client.test", "dunno@example.org")))
                .isEqualTo("DUNNO");
    }

    static Stream<String> malformed() {
        return Stream.of(
                "\n",
                "nonsense\n\n",
                "=value\n\n",
                "request=junk_access_policy\n\n",
                "protocol_state=RCPT\n\n",
                "GET / HTTP/1.1\r\n\r\n",
                "request=smtpd_access_policy\nsender=a\0b\n\n",
                "x".repeat(100_000),
                "request=smtpd_access_policy\nsender=" + "x".repeat(100_000) + "\n\n",
                "request=smtpd_access_policy\n" + "a=b\n".repeat(20_000) + "\n",
                "request=smtpd_access_policy\r\nsender=a\r\n\r\n\n");
    }

    @ParameterizedTest(name = "malformed {index}")
    @MethodSource("malformed")
    void closesOnWhatIsNoRequestAfterAnsweringWhatCameBefore(String bytes) {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            client.send(good().bytes());
            try {
                client.send(bytes.getBytes(StandardCharsets.UTF_8));
            } catch (java.io.UncheckedIOException e) {
                // Closed already, while the rest was on its way.
                assertThat(bytes.length()).isGreaterThan(10_000);
            }
            assertThat(client.untilClosed()).isIn(DUNNO, "");
        }
        assertThat(answer(good())).isEqualTo("DUNNO");
    }

    @Test
    void saysWhatItClosedOn() {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            client.send("nonsense without an equals sign\n\n".getBytes(StandardCharsets.UTF_8));
            assertThat(client.untilClosed()).isEmpty();
        }
        Waiting.until("the log says so", () -> guichet.log().contains("policy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REJECT\n\naction=OK",
                "554",
                "",
                "  ",
                "%s%n{recipient}",
                "\u202e\u0000x",
                "a=b=c",
                "DUNNO\r",
                "\t\u001b[31m"
            })
    void neverSaysWhatAPeerWantsItToSay(String sender) {
        String hostile = sender.replace("\n", "\r");
        try (PolicyClient client = PolicyClient.unix(socket)) {
            client.send(PolicyQuestion.rcpt("a@client.test", "found@example.org")
                    .with("sender", hostile.replace("\0", ""))
                    .bytes());
            assertThat(client.action())
                    .startsWith("550 5.7.1 as the rule says:")
                    .matches("[^\\p{Cntrl}]*");
            // The connection goes on.
            assertThat(client.ask(good())).isEqualTo("DUNNO");
        }
    }

    @Test
    void readsBytesThatAreNoUtf8AndAnswersInUtf8() {
        byte[] question =
                PolicyQuestion.rcpt("X@client.test", "found@example.org").bytes();
        for (int i = 0; i < question.length; i++) {
            question[i] = question[i] == 'X' ? (byte) 0xff : question[i];
        }
        try (PolicyClient client = PolicyClient.unix(socket)) {
            client.send(question);
            assertThat(client.action().getBytes(StandardCharsets.UTF_8))
                    .isEqualTo("550 5.7.1 as the rule says: \ufffd@client.test".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void takesAttributesInAnyOrderAndSuchAsItDoesNotKnow() {
        Map<String, String> given = PolicyQuestion.rcpt("sales@example.org", "friend@client.test")
                .as("alice@example.org")
                .with("tls_sni", "mail.example.org")
                .with("of_the_future", "yes")
                .attributes();
        for (int seed = 0; seed < 20; seed++) {
            List<String> names = new ArrayList<>(given.keySet());
            Collections.shuffle(names, new Random(seed));
            Map<String, String> shuffled = new java.util.LinkedHashMap<>();
            names.forEach(name -> shuffled.put(name, given.get(name)));
            assertThat(answer(new PolicyQuestion(shuffled))).isEqualTo("DUNNO");
            assertThat(answer(new PolicyQuestion(shuffled).as("bob@example.org")))
                    .isEqualTo("REJECT");
        }
    }

    @Test
    void takesTheShortRequestsOfPostfix37AndOtherStages() {
        for (String state :
                List.of("CONNECT", "EHLO", "HELO", "MAIL", "DATA", "END-OF-MESSAGE", "VRFY", "ETRN", "NEW")) {
            assertThat(answer(good().with("protocol_state", state))).isEqualTo("DUNNO");
        }
        try (PolicyClient client = PolicyClient.unix(socket)) {
            client.send("request=smtpd_access_policy\n\n".getBytes(StandardCharsets.UTF_8));
            assertThat(client.action()).isEqualTo("DUNNO");
        }
    }

    @Test
    void answersSeveralRequestsOnOneConnectionInOrder() {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                // Slow and fast ones, in turn.
                client.send(PolicyQuestion.rcpt("a@client.test", "dunno@example.org")
                        .bytes());
                client.send(PolicyQuestion.rcpt(i + "@client.test", "found@example.org")
                        .bytes());
                expected.addAll(List.of("DUNNO", "550 5.7.1 as the rule says: " + i + "@client.test"));
            }
            assertThat(IntStream.range(0, 400).mapToObj(i -> client.action()).toList())
                    .isEqualTo(expected);
        }
    }

    @Test
    void readsRequestsThatComeByteByByte() throws InterruptedException {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            for (byte b : good().bytes()) {
                client.send(new byte[] {b});
                Thread.sleep(1);
            }
            assertThat(client.action()).isEqualTo("DUNNO");
        }
    }

    @Test
    void answersAPeerThatHasClosedItsHalf() {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            client.send(good().bytes());
            client.shutdownOutput();
            assertThat(client.untilClosed()).isEqualTo(DUNNO);
        }
    }

    @Test
    void listensOnATcpPortToo() {
        try (PolicyClient client = PolicyClient.connect(inet)) {
            assertThat(client.ask(good())).isEqualTo("DUNNO");
        }
    }

    @Test
    void servesOthersWhilePeersSendGarbageAreSlowOrDoNotRead() throws InterruptedException {
        List<PolicyClient> slow = new ArrayList<>();
        Random random = new Random(1);
        try {
            for (int i = 0; i < 50; i++) {
                PolicyClient client = PolicyClient.unix(socket);
                slow.add(client);
                client.send("request=smtpd_access_policy\nsender=".getBytes(StandardCharsets.UTF_8));
            }
            PolicyClient deaf = PolicyClient.unix(socket);
            slow.add(deaf);
            Thread flood = daemon(() -> {
                while (true) {
                    deaf.send(good().bytes());
                }
            });
            Thread garbage = daemon(() -> {
                for (int i = 0; i < 300; i++) {
                    try (PolicyClient client = PolicyClient.unix(socket)) {
                        client.send(mutated(random));
                        client.shutdownOutput();
                        client.untilClosed();
                    } catch (java.io.UncheckedIOException e) {
                        // It hung up first, as it may.
                    }
                }
            });
            while (garbage.isAlive()) {
                assertThat(answer(good())).isEqualTo("DUNNO");
            }
            assertThat(flood.isAlive()).isTrue();
        } finally {
            slow.forEach(PolicyClient::close);
        }
        assertThat(answer(good())).isEqualTo("DUNNO");
        assertThat(guichet.log()).doesNotContain("Exception");
    }

    /** A request with bytes changed, cut, doubled or put in. */
    private static byte[] mutated(Random random) {
        byte[] bytes = PolicyQuestion.rcpt("a@client.test", "found@example.org").bytes();
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 2 -> {
                    byte[] twice = Arrays.copyOf(bytes, bytes.length * 2);
                    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
                    bytes = twice;
                }
                default -> bytes[at] = (byte) '\n';
            }
        }
        return bytes;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                // Closed at the end of the test, while it waited for somebody to read.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static PolicyQuestion good() {
        return PolicyQuestion.rcpt("a@client.test", "b@example.org");
    }

    private String answer(PolicyQuestion question) {
        try (PolicyClient client = PolicyClient.unix(socket)) {
            return client.ask(question);
        }
    }
}
