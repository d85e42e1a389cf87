package io.github.guichet.dovecotauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.DaemonMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientProtocolTest {

    private static final long POSTFIX = 0;
    private static final long DOVECOT_2_3 = 2;
    private static final long DOVECOT_2_4 = 4;

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void saysItsWholeHandshakeAtOnce() {
        ClientPeer peer = new ClientPeer(ClientConfig.DEFAULT);

        assertThat(peer.replies())
                .matches(lines(
                        "VERSION\t1\t2",
                        "MECH\tPLAIN\tplaintext",
                        "MECH\tLOGIN\tplaintext",
                        "MECH\tSCRAM-SHA-256\tmutual-auth",
                        "MECH\tMUTUAL\tmutual-auth",
                        "SPID\t4711",
                        "CUID\t1",
                        "COOKIE\t[0-9a-f]{32}",
                        "DONE"));
    }

    @Test
    void hasAnotherCookieEachTime() {
        assertThat(new ClientPeer(ClientConfig.DEFAULT).replies())
                .isNotEqualTo(new ClientPeer(ClientConfig.DEFAULT).replies());
    }

    @Test
    void doesTheExampleOfTheDocumentation() {
        ClientPeer peer = ClientPeer.of(POSTFIX);

        peer.say("AUTH\t1\tPLAIN\tservice=smtp\tnologin\tlip=127.0.0.1\trip=127.0.0.1\tresp="
                + ClientPeer.base64("\0alice\0good") + "\n");
        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=alice\n");
        peer.say("AUTH\t2\tLOGIN\tservice=smtp\tnologin\tlip=127.0.0.1\trip=127.0.0.1\n");
        assertThat(peer.replies()).isEqualTo("CONT\t2\tVXNlcm5hbWU6\n");
        peer.say("CONT\t2\tYWxpY2U=\n");
        assertThat(peer.replies()).isEqualTo("CONT\t2\tUGFzc3dvcmQ6\n");
        peer.say("CONT\t2\tYmFk\n");
        assertThat(peer.replies()).isEmpty();
        peer.pass(Duration.ofSeconds(2));
        assertThat(peer.replies()).isEqualTo("FAIL\t2\tuser=alice\n");
        assertThat(peer.tickets).isEmpty();
    }

    @Test
    void answersOneByteAtATime() {
        ClientPeer peer = new ClientPeer(ClientConfig.DEFAULT);
        peer.replies();
        String text = "VERSION\t1\t2\nCPID\t7\nAUTH\t5\tPLAIN\tprotocol=imap\tsecured=tls\tunknown=x\tresp="
                + ClientPeer.base64("\0tim\0good") + "\n";

        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            peer.bytes(new byte[] {b});
        }

        assertThat(peer.replies()).isEqualTo("OK\t5\tuser=tim\n");
        assertThat(peer.login.requests.get(0).facts())
                .isEqualTo(Map.of("service", "imap", "secured", "tls", "request", "1.5"));
    }

    @Test
    void handsOnWhatThePeerSaysOfTheClient() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);

        peer.say(
                "AUTH\t1\tplain\tservice=imap\tsecured\tsession=a\u0001tb\tlip=::1\trip=192.0.2.1\tlport=143\trport=9\t"
                        + "real_rip=192.0.2.2\tlocal_name=mail.example\tclient_id=x=y\tno-penalty\tvalid-client-cert\t"
                        + "cert_username=tim\tdebug\tresp=" + ClientPeer.base64("\0tim\0good") + "\n");

        assertThat(peer.login.requests.get(0).mechanism()).isEqualTo("PLAIN");
        assertThat(peer.login.requests.get(0).facts())
                .isEqualTo(Map.ofEntries(
                        Map.entry("service", "imap"),
                        Map.entry("secured", ""),
                        Map.entry("session", "a\tb"),
                        Map.entry("lip", "::1"),
                        Map.entry("rip", "192.0.2.1"),
                        Map.entry("lport", "143"),
                        Map.entry("rport", "9"),
                        Map.entry("real_rip", "192.0.2.2"),
                        Map.entry("local_name", "mail.example"),
                        Map.entry("client_id", "x=y"),
                        Map.entry("no-penalty", ""),
                        Map.entry("cert", "valid"),
                        Map.entry("cert_username", "tim"),
                        Map.entry("request", "1.1")));
    }

    @Test
    void tellsApartAnEmptyAndAnAbsentInitialResponse() {
        ClientPeer old = ClientPeer.of(1);
        old.say(
                "AUTH\t1\tPLAIN\tservice=imap\tresp=\nAUTH\t2\tPLAIN\tservice=imap\nAUTH\t3\tPLAIN\tservice=imap\tresp==\n");
        assertThat(old.replies()).isEqualTo("CONT\t1\t\nCONT\t2\t\n");
        old.pass(Duration.ofSeconds(2));
        assertThat(old.replies()).isEqualTo("FAIL\t3\n");

        ClientPeer recent = ClientPeer.of(DOVECOT_2_3);
        recent.say("AUTH\t1\tPLAIN\tservice=imap\tresp=\nAUTH\t2\tPLAIN\tservice=imap\n");
        assertThat(recent.replies()).isEqualTo("CONT\t2\t\n");
        recent.pass(Duration.ofSeconds(2));
        assertThat(recent.replies()).isEqualTo("FAIL\t1\n");
    }

    @Test
    void goesOnAfterAnEmptyChallenge() {
        ClientPeer peer = ClientPeer.of(POSTFIX);
        peer.say("AUTH\t1\tPLAIN\tservice=smtp\tnologin\n");
        assertThat(peer.replies()).isEqualTo("CONT\t1\t\n");

        peer.say("CONT\t1\t" + ClientPeer.base64("\0tim\0good") + "\n");

        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=tim\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "AAA", "AAA=A", "A", "AA AA===", "é"})
    void failsWhatIsNoBase64(String response) {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);

        peer.say("AUTH\t1\tPLAIN\tservice=imap\tresp=" + response + "\n");
        assertThat(peer.replies())
                .isEqualTo("FAIL\t1\tcode=invalid_base64\treason=Invalid base64 data in initial response\n");
        peer.say("AUTH\t1\tPLAIN\tservice=imap\nCONT\t1\t" + response + "\n");
        assertThat(peer.replies())
                .isEqualTo(
                        "CONT\t1\t\nFAIL\t1\tcode=invalid_base64\treason=Invalid base64 data in continued response\n");
    }

    @Test
    void takesFurtherFieldsOfACont() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_4);
        peer.say("AUTH\t1\tPLAIN\tservice=imap\nCONT\t1\t" + ClientPeer.base64("\0tim\0good")
                + "\tchannel_binding=AA==\n");
        assertThat(peer.replies()).isEqualTo("CONT\t1\t\nOK\t1\tuser=tim\n");

        ClientPeer old = ClientPeer.of(DOVECOT_2_3);
        old.say("AUTH\t1\tPLAIN\tservice=imap\nCONT\t1\tAAAA\tchannel_binding=AA==\n");
        assertThat(old.replies()).contains("FAIL\t1\tcode=invalid_base64");
    }

    @Test
    void takesAHashForNothing() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_4);

        peer.say("AUTH\t1\tLOGIN\tservice=imap\tresp=" + ClientPeer.base64("tim") + "\nCONT\t1\t#\n");
        peer.pass(Duration.ofSeconds(2));

        assertThat(peer.replies()).isEqualTo("CONT\t1\tUGFzc3dvcmQ6\nFAIL\t1\tuser=tim\n");
    }

    @Test
    void sendsTheLastDataWithOkOnlyToWhoCanTakeIt() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_4);
        peer.say("AUTH\t1\tMUTUAL\tprotocol=imap\tfinal-resp-ok\tresp=\n");
        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=user\tresp=" + ClientPeer.base64("v=proof") + "\n");

        peer.say("AUTH\t2\tMUTUAL\tprotocol=imap\tresp=\n");
        assertThat(peer.replies()).isEqualTo("CONT\t2\t" + ClientPeer.base64("v=proof") + "\n");
        assertThat(peer.tickets).hasSize(1);
        peer.say("CONT\t2\t\n");
        assertThat(peer.replies()).isEqualTo("OK\t2\tuser=user\n");
        assertThat(peer.tickets).hasSize(2);
    }

    @Test
    void refusesAPlaintextMechanismWithoutEncryptionIfToldSo() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3, ClientConfig.DEFAULT.withPlaintextOnlySecured(true));
        String resp = "\tresp=" + ClientPeer.base64("\0tim\0good") + "\n";

        peer.say("AUTH\t1\tPLAIN\tservice=imap" + resp);
        peer.say("AUTH\t2\tPLAIN\tservice=imap\tsecured" + resp);
        peer.say("AUTH\t3\tPLAIN\tservice=imap\tsecured=tls" + resp);
        peer.say("AUTH\t4\tMUTUAL\tservice=imap\tfinal-resp-ok" + resp);

        assertThat(peer.replies().lines().map(line -> line.split("\t", 3)[0] + line.split("\t", 3)[1]))
                .containsExactly("FAIL1", "OK2", "OK3", "OK4");
        assertThat(peer.login.requests).hasSize(3);
    }

    @Test
    void failsAMechanismThatIsNotOffered() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);

        peer.say("AUTH\t1\tCRAM-MD5\tservice=imap\n");

        assertThat(peer.replies()).isEqualTo("FAIL\t1\tcode=auth_mech_invalid\treason=This mechanism is not offered\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH\t0\tPLAIN\tservice=imap\n",
                "AUTH\tx\tPLAIN\tservice=imap\n",
                "AUTH\t4294967296\tPLAIN\tservice=imap\n",
                "AUTH\t1\n",
                "AUTH\t1\tPLAIN\n",
                "AUTH\t1\tPLAIN\tservice=imap\tresp=\trip=192.0.2.1\n",
                "AUTH\t1\tLOGIN\tservice=imap\nAUTH\t1\tLOGIN\tservice=imap\n",
                "CONT\t1\n",
                "CONT\n",
                "CANCEL\tx\n",
                "VERSION\t1\t2\n",
                "CPID\t5\n",
                "QUIT\n",
                "\n"
            })
    void closesOnABrokenLine(String line) {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);

        peer.say(line);
        peer.auth(2, "good");

        assertThat(peer.replies()).doesNotContain("OK");
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CPID\t5\n",
                "VERSION\t2\t0\n",
                "VERSION\t1\n",
                "VERSION\t1\t0\nCPID\t0\n",
                "VERSION\t1\t0\nAUTH\t1\tPLAIN\tservice=smtp\n",
                "VERSION\t1\t0\nVERSION\t1\t0\n",
                "GET / HTTP/1.0\n"
            })
    void closesOnABrokenHandshake(String line) {
        ClientPeer peer = new ClientPeer(ClientConfig.DEFAULT);
        peer.replies();

        peer.say(line);

        assertThat(peer.replies()).isEmpty();
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void readsALineOfTheLongestLengthAndClosesOnOneLonger() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        String start = "AUTH\t1\tPLAIN\tservice=imap\tx=";
        String end = "\tresp=" + ClientPeer.base64("\0tim\0good");
        String longest = start + "x".repeat(16_384 - start.length() - end.length()) + end;

        peer.say(longest + "\n");
        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=tim\n");
        peer.say(longest + "A\n");
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void needsAMechanism() {
        assertThatThrownBy(() -> new ClientProtocol(
                        ClientConfig.DEFAULT,
                        List.of(),
                        new LaterLogin(),
                        (pid, id, cookie, accepted, request) -> {},
                        1,
                        new DaemonMetrics(new PrometheusRegistry()).daemon("dovecot-auth")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
