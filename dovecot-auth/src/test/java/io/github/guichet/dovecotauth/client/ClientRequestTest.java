package io.github.guichet.dovecotauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a request is answered: in which order, how late, and what becomes of it if its client or the daemon goes. */
class ClientRequestTest {

    private static final long POSTFIX = 0;
    private static final long DOVECOT_2_3 = 2;
    private static final long DOVECOT_2_4 = 4;

    @Test
    void answersInAnyOrder() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");
        peer.auth(2, "later");
        peer.auth(3, "good");
        assertThat(peer.replies()).isEqualTo("OK\t3\tuser=tim\n");
        assertThat(peer.conversation().inFlight()).isEqualTo(2);

        peer.login.answer(1, LaterLogin.accepted("two"));
        peer.login.answer(0, LaterLogin.accepted("one"));

        assertThat(peer.replies()).isEqualTo("OK\t2\tuser=two\nOK\t1\tuser=one\n");
        assertThat(peer.conversation().inFlight()).isZero();
    }

    @Test
    void holdsAFailureBackFromWhenTheClientSpoke() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");
        peer.pass(Duration.ofMillis(1500));

        peer.login.answer(0, LaterLogin.refused("tim", Reason.CREDENTIALS, "", Duration.ofSeconds(2)));
        peer.pass(Duration.ofMillis(499));
        assertThat(peer.replies()).isEmpty();
        peer.pass(Duration.ofMillis(1));

        assertThat(peer.replies()).isEqualTo("FAIL\t1\tuser=tim\n");
    }

    @Test
    void neverHoldsAFailureBackSoLongThatPostfixGivesUp() {
        Duration tooLong = Duration.ofSeconds(40);
        ClientPeer postfix = ClientPeer.of(POSTFIX);
        ClientPeer dovecot = ClientPeer.of(DOVECOT_2_4);
        for (ClientPeer peer : List.of(postfix, dovecot)) {
            peer.auth(1, "later");
            peer.pass(Duration.ofSeconds(3));
            peer.login.answer(0, LaterLogin.refused("tim", Reason.CREDENTIALS, "", tooLong));
            peer.pass(Duration.ofSeconds(5));
        }
        assertThat(postfix.replies()).isEqualTo("FAIL\t1\tuser=tim\n");
        assertThat(dovecot.replies()).isEmpty();

        dovecot.pass(Duration.ofSeconds(32));
        assertThat(dovecot.replies()).isEqualTo("FAIL\t1\tuser=tim\n");
    }

    @Test
    void readsOnWhileFailuresAreHeldBack() {
        ClientPeer peer = ClientPeer.of(
                DOVECOT_2_3, new ClientConfig(false, 2, 100, Duration.ofSeconds(150), Duration.ofSeconds(60)));
        for (int id = 1; id <= 50; id++) {
            peer.auth(id, "bad");
        }
        peer.auth(51, "good");

        assertThat(peer.replies()).isEqualTo("OK\t51\tuser=tim\n");
        assertThat(peer.conversation().inFlight()).isZero();
    }

    @Test
    void readsNoFurtherWhileAsMuchIsAtWorkAsAllowed() {
        ClientPeer peer = ClientPeer.of(
                DOVECOT_2_3, new ClientConfig(false, 2, 100, Duration.ofSeconds(150), Duration.ofSeconds(60)));
        peer.auth(1, "later");
        peer.auth(2, "later");
        peer.auth(3, "good");
        assertThat(peer.login.requests).hasSize(2);
        assertThat(peer.replies()).isEmpty();

        peer.login.answer(0, LaterLogin.accepted("one"));

        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=one\nOK\t3\tuser=tim\n");
    }

    @Test
    void failsForNowWhatIsMoreThanMayBeOpen() {
        ClientConfig config = new ClientConfig(false, 2, 2, Duration.ofSeconds(150), Duration.ofSeconds(60));
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3, config);
        peer.auth(1, "bad");
        peer.say("AUTH\t2\tLOGIN\tservice=imap\n");
        peer.auth(3, "good");
        assertThat(peer.replies()).isEqualTo("CONT\t2\tVXNlcm5hbWU6\nFAIL\t3\tcode=temp_fail\n");

        peer.pass(Duration.ofSeconds(2));
        peer.auth(4, "good");

        assertThat(peer.replies()).isEqualTo("FAIL\t1\tuser=tim\nOK\t4\tuser=tim\n");
    }

    @Test
    void holdsBackATemporaryFailureOfANetworkThatGuesses() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");
        peer.login.answer(0, new LoginResult.Unavailable("tim", "too many failures", Duration.ofSeconds(8)));
        peer.pass(Duration.ofSeconds(7));
        assertThat(peer.replies()).isEmpty();
        peer.pass(Duration.ofSeconds(1));
        assertThat(peer.replies()).isEqualTo("FAIL\t1\tuser=tim\tcode=temp_fail\n");
    }

    @Test
    void forgetsACancelledRequest() {
        ClientPeer old = ClientPeer.of(DOVECOT_2_3);
        old.auth(1, "later");
        old.say("CANCEL\t1\nCANCEL\t9\n");
        old.login.answer(0, LaterLogin.accepted("tim"));
        assertThat(old.replies()).isEmpty();
        assertThat(old.tickets).isEmpty();
        assertThat(old.conversation().inFlight()).isZero();

        ClientPeer recent = ClientPeer.of(DOVECOT_2_4);
        recent.auth(1, "later");
        recent.auth(2, "bad");
        recent.say("CANCEL\t1\nCANCEL\t2\nCANCEL\t9\n");
        recent.login.answer(0, LaterLogin.accepted("tim"));
        recent.pass(Duration.ofSeconds(2));
        assertThat(recent.replies()).isEqualTo("CANCELLED\t1\nCANCELLED\t2\nCANCELLED\t9\n");
        recent.auth(1, "good");
        assertThat(recent.replies()).isEqualTo("OK\t1\tuser=tim\n");
    }

    @Test
    void failsAContThatNobodyWaitsFor() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.say("CONT\t7\tAAAA\n");
        assertThat(peer.replies()).isEqualTo("FAIL\t7\treason=Authentication request timed out\n");

        peer.auth(1, "later");
        peer.say("CONT\t1\tAAAA\n");
        assertThat(peer.replies()).isEqualTo("FAIL\t1\treason=Unexpected continuation\n");
        peer.login.answer(0, LaterLogin.accepted("tim"));
        assertThat(peer.replies()).isEmpty();
    }

    @Test
    void saysNothingToAContWhoseFailureIsHeldBack() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "bad");

        peer.say("CONT\t1\tAAAA\n");
        peer.pass(Duration.ofSeconds(2));

        assertThat(peer.replies()).isEqualTo("FAIL\t1\tuser=tim\n");
    }

    @Test
    void givesUpARequestThatTakesTooLong() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");
        peer.say("AUTH\t2\tLOGIN\tservice=imap\n");
        assertThat(peer.replies()).isEqualTo("CONT\t2\tVXNlcm5hbWU6\n");

        peer.pass(Duration.ofSeconds(149));
        assertThat(peer.replies()).isEmpty();
        peer.pass(Duration.ofSeconds(1));
        assertThat(peer.replies()).isEqualTo("FAIL\t1\tcode=temp_fail\n");

        peer.say("CONT\t2\tAAAA\n");
        assertThat(peer.replies()).isEqualTo("FAIL\t2\treason=Authentication request timed out\n");
        peer.login.answer(0, LaterLogin.accepted("tim"));
        assertThat(peer.replies()).isEmpty();
    }

    @Test
    void answersWhatIsAtWorkWhenItStopsAndWhatIsHeldBackAtOnce() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");
        peer.auth(2, "bad");
        peer.say("AUTH\t3\tLOGIN\tservice=imap\n");
        assertThat(peer.replies()).isEqualTo("CONT\t3\tVXNlcm5hbWU6\n");

        peer.conversation().drain();
        assertThat(peer.replies()).isEqualTo("FAIL\t2\tuser=tim\n");
        assertThat(peer.channel.isOpen()).isTrue();
        peer.login.answer(0, LaterLogin.accepted("tim"));

        assertThat(peer.replies()).isEqualTo("OK\t1\tuser=tim\n");
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void holdsNothingBackOnceItStops() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");

        peer.conversation().drain();
        peer.login.answer(0, LaterLogin.refused("tim", Reason.CREDENTIALS, "", Duration.ofSeconds(2)));

        assertThat(peer.replies()).isEqualTo("FAIL\t1\tuser=tim\n");
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void forgetsAPeerThatLeft() {
        ClientPeer peer = ClientPeer.of(DOVECOT_2_3);
        peer.auth(1, "later");
        peer.auth(2, "bad");

        peer.channel.close();
        peer.login.answer(0, LaterLogin.accepted("tim"));
        peer.pass(Duration.ofSeconds(200));

        assertThat(peer.replies()).isEmpty();
        assertThat(peer.tickets).isEmpty();
        assertThat(peer.conversation().inFlight()).isZero();
    }
}
