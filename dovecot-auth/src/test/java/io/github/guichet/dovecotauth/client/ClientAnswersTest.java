package io.github.guichet.dovecotauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a result on the wire, for each kind of client. */
class ClientAnswersTest {

    private static final long POSTFIX = 0;
    private static final long DOVECOT_2_3 = 2;

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void keepsATicketForTheMailProcess() {
        ClientPeer peer = new ClientPeer(ClientConfig.DEFAULT);
        String cookie = peer.replies().replaceAll("(?s).*COOKIE\t([0-9a-f]+)\n.*", "$1");
        peer.say("VERSION\t1\t2\nCPID\t99\n");

        peer.auth(3, "good");

        assertThat(peer.tickets).containsExactly("99 3 " + cookie + " tim imap");
    }

    @Test
    void keepsNoTicketForWhoOnlyWantsToKnowOrGoesElsewhere() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.say("AUTH\t1\tPLAIN\tservice=smtp\tnologin\tresp=" + ClientPeer.base64("\0tim\0good") + "\n");
        peer.login.fields = new AccountRecord(Map.of("nologin", ""));
        peer.auth(2, "good");
        peer.login.fields = new AccountRecord(Map.of("proxy", ""));
        peer.auth(3, "good");
        peer.auth(4, "bad");
        peer.auth(5, "down");

        assertThat(peer.tickets).isEmpty();
    }

    @Test
    void sendsTheFieldsOfTheAccount() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("proxy", "");
        fields.put("host", "192.0.2.7");
        fields.put("pass", "se\tcret");
        fields.put("user", "forged");
        fields.put("password", "{PLAIN}x");
        fields.put("userdb_uid", "5");
        fields.put("resp", "forged");
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.login.fields = new AccountRecord(fields);

        peer.auth(1, "good");
        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=tim\tproxy\thost=192.0.2.7\tpass=se\u0001tcret\n");
        peer.say("AUTH\t2\tPLAIN\tservice=imap\tnologin\tresp=" + ClientPeer.base64("\0tim\0good") + "\n");
        assertThat(peer.replies()).isEqualTo("OK\t2\tuser=tim\tproxy\thost=192.0.2.7\n");
        fields.remove("proxy");
        peer.login.fields = new AccountRecord(fields);
        peer.auth(3, "good");
        assertThat(peer.replies()).isEqualTo("OK\t3\tuser=tim\thost=192.0.2.7\n");
    }

    @Test
    void sendsPostfixOnlyWhatItReadsAndNoEscapes() {
        ClientPeer peer = ClientPeer.of(POSTFIX);
        peer.login.fields = new AccountRecord(Map.of("proxy", "", "pass", "secret"));
        peer.say("AUTH\t1\tPLAIN\tservice=smtp\tresp=" + ClientPeer.base64("\0t\u0001i\tm\0good") + "\n");
        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=t?i?m\n");

        peer.auth(2, "later");
        peer.login.answer(0, LaterLogin.refused("tim", Reason.DISABLED, "see\nhere", Duration.ZERO));
        assertThat(peer.replies()).isEqualTo("FAIL\t2\tuser=tim\tcode=user_disabled\treason=see?here\n");
    }

    @Test
    void escapesForDovecot() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);

        peer.auth(2, "later");
        peer.login.answer(0, LaterLogin.refused("t\tim", Reason.EXPIRED, "see\nhere", Duration.ZERO));

        assertThat(peer.replies()).isEqualTo("FAIL\t2\tuser=t\u0001tim\tcode=pass_expired\treason=see\u0001nhere\n");
    }

    @Test
    void hasACodeForEveryReason() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        int id = 0;
        for (Reason reason : Reason.values()) {
            peer.auth(id + 1, "later");
            peer.login.answer(id++, LaterLogin.refused("", reason, "", Duration.ZERO));
        }

        assertThat(peer.replies())
                .isEqualTo(lines(
                        "FAIL\t1",
                        "FAIL\t2\tcode=user_disabled",
                        "FAIL\t3\tcode=pass_expired",
                        "FAIL\t4\tcode=authz_fail",
                        "FAIL\t5\tcode=auth_mech_invalid"));
    }

    @Test
    void closesTheConnectionOfPostfixWhenNobodyCanSay() {
        ClientPeer peer = ClientPeer.of(POSTFIX);

        peer.auth(1, "good");
        peer.auth(2, "down");
        peer.auth(3, "good");

        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=tim\n");
        assertThat(peer.channel.isOpen()).isFalse();
        assertThat(peer.login.requests).hasSize(2);
    }

    @Test
    void closesTheConnectionOfPostfixWhenNobodyCanSayLater() {
        ClientPeer peer = ClientPeer.of(POSTFIX);
        peer.auth(1, "later");

        peer.login.answer(0, new LoginResult.Unavailable("tim", "down"));

        assertThat(peer.replies()).isEmpty();
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void tellsDovecotWhenNobodyCanSay() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);

        peer.auth(1, "down");
        peer.auth(2, "boom");
        peer.say("AUTH\t3\tSCRAM-SHA-256\tservice=imap\tresp=" + ClientPeer.base64("n,,n=tim,r=abc") + "\n");

        assertThat(peer.replies())
                .isEqualTo(lines(
                        "FAIL\t1\tuser=tim\tcode=temp_fail",
                        "FAIL\t2\tcode=temp_fail",
                        "FAIL\t3\tuser=tim\tcode=temp_fail"));
        assertThat(peer.channel.isOpen()).isTrue();
    }

    @Test
    void isTemporaryWhenTheFieldsAreTooLongToSend() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.login.fields = new AccountRecord(Map.of("forward_x", "x".repeat(16_384)));

        peer.auth(1, "good");

        assertThat(peer.replies()).isEqualTo("FAIL\t1\tuser=tim\tcode=temp_fail\n");
        assertThat(peer.tickets).isEmpty();
    }
}
