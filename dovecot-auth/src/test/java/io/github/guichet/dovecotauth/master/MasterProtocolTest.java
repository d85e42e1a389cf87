package io.github.guichet.dovecotauth.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.FakeRecords;
import io.github.guichet.dovecotauth.LineTester;
import io.github.guichet.dovecotauth.SlowPeer;
import io.github.guichet.dovecotauth.listing.Listings;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.TicketDesk;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.server.DaemonMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MasterProtocolTest {

    private static final String COOKIE = "00112233445566778899aabbccddeeff";

    private final FakeRecords records = new FakeRecords()
            .with("alice", "uid=1000", "gid=8", "home=/srv/mail/alice")
            .with("bob", "uid=1001", "nologin");
    private final TicketDesk tickets = new TicketDesk();
    private final Listings listings = new Listings(Runnable::run, 1, 0);
    private final LineTester peer = tester();

    private LineTester tester() {
        return new LineTester(
                meter -> new MasterProtocol(new MasterDesk(4711, tickets, records, listings, meter), 100));
    }

    private LineTester greeted() {
        assertThat(peer.heard()).isEqualTo("VERSION|1|1\nSPID|4711\n");
        return peer.say("VERSION|1|0\n");
    }

    @AfterEach
    void nothingIsLeft() {
        records.slow.complete(AccountAnswer.NOT_FOUND);
        peer.close();
    }

    private void ticket(AccountRecord fields, AccountRecord prefetched) {
        tickets.issue(
                858_128_385L,
                1,
                COOKIE,
                new LoginResult.Accepted("alice", fields, prefetched),
                new LoginRequest("PLAIN", Map.of("service", "imap")));
    }

    @Test
    void answersTheExampleOfTheDocumentation() {
        ticket(AccountRecord.EMPTY, AccountRecord.EMPTY);
        greeted().say("USER|1|alice|service=lmtp\n");
        assertThat(peer.heard()).isEqualTo("USER|1|alice|uid=1000|gid=8|home=/srv/mail/alice\n");
        peer.say("REQUEST|2|858128385|1|" + COOKIE + "|session_pid=25482\n");
        assertThat(peer.heard()).isEqualTo("USER|2|alice|uid=1000|gid=8|home=/srv/mail/alice|auth_mech=PLAIN\n");
    }

    @Test
    void theFirstCommandMayComeTogetherWithTheVersion() {
        peer.sayByteByByte("VERSION|1|0\nUSER|1|nobody|service=lmtp\n");
        assertThat(peer.heard()).endsWith("NOTFOUND|1\n");
    }

    @Test
    void doveadm24EndsLinesWithCrLfAndSaysProtocol() {
        greeted().say("USER|367394817|alice|protocol=lmtp|rip=127.0.0.1\r\n");
        assertThat(peer.heard()).startsWith("USER|367394817|alice|uid=1000");
        assertThat(records.facts.get(0)).containsEntry("service", "lmtp").containsEntry("rip", "127.0.0.1");
        peer.say("LIST|466616321||user=*|protocol=doveadm\r\n");
        assertThat(peer.heard()).isEqualTo("LIST|466616321|alice\nLIST|466616321|bob\nDONE|466616321|\n");
    }

    @Test
    void aSourceThatIsDownIsNeverNotFound() {
        greeted().say("USER|1|down|service=lmtp\nPASS|2|down|service=lmtp\nUSER|3|down|service=doveadm\n");
        assertThat(peer.heard()).isEqualTo("FAIL|1\nFAIL|2\nFAIL|3|reason=source db is down\n");
    }

    @Test
    void aFieldWithoutAValueIsItsName() {
        greeted().say("PASS|9|bob|service=lmtp\n");
        assertThat(peer.heard()).isEqualTo("PASS|9|user=bob|uid=1001|nologin\n");
    }

    @Test
    void answersComeByIdNotInOrder() {
        greeted().say("USER|1|slow|service=imap\nUSER|2|bob|service=imap\n");
        assertThat(peer.heard()).isEqualTo("USER|2|bob|uid=1001|nologin\n");
        records.slow.complete(new AccountAnswer.Found(List.of(FakeRecords.record("slow")), Served.SOURCE));
        assertThat(peer.heard()).isEqualTo("USER|1|slow\n");
    }

    @Test
    void aLogInIsFetchedOnceAndOnlyWithItsCookie() {
        ticket(AccountRecord.EMPTY, AccountRecord.EMPTY);
        greeted();
        peer.say("REQUEST|1|858128385|1|ffffffffffffffffffffffffffffffff\n");
        assertThat(peer.heard()).isEqualTo("FAIL|1\n");
        peer.say("REQUEST|2|858128385|2|" + COOKIE + "\nREQUEST|3|1|1|" + COOKIE + "\n");
        assertThat(peer.heard()).isEqualTo("FAIL|2\nFAIL|3\n");
        peer.say("REQUEST|4|858128385|1|" + COOKIE + "\n");
        assertThat(peer.heard()).startsWith("USER|4|alice");
        peer.say("REQUEST|5|858128385|1|" + COOKIE + "\n");
        assertThat(peer.heard()).isEqualTo("FAIL|5\n");
    }

    @Test
    void prefetchedFieldsAreTheUserRecord() {
        ticket(AccountRecord.EMPTY, new AccountRecord(Map.of("uid", "5")));
        greeted().say("REQUEST|1|858128385|1|" + COOKIE + "\n");
        assertThat(peer.heard()).isEqualTo("USER|1|alice|uid=5|auth_mech=PLAIN\n");
        assertThat(records.facts).isEmpty();
    }

    @Test
    void aMasterUserIsNamed() {
        ticket(new AccountRecord(Map.of("auth_user", "root")), AccountRecord.EMPTY);
        greeted().say("REQUEST|1|858128385|1|" + COOKIE + "\n");
        assertThat(peer.heard()).endsWith("|master_user=root|auth_mech=PLAIN|auth_user=root\n");
    }

    @Test
    void usersAreListedByAMask() {
        greeted().say("LIST|1|user=a*|service=doveadm\n");
        assertThat(peer.heard()).isEqualTo("LIST|1|alice\nDONE|1|\n");
        peer.say("LIST|2|user=?ob|service=doveadm\n");
        assertThat(peer.heard()).isEqualTo("LIST|2|bob\nDONE|2|\n");
        peer.say("LIST|3|user=a.*\n");
        assertThat(peer.heard()).isEqualTo("DONE|3|\n");
    }

    @Test
    void oneListAtATimeAsInDovecot() {
        greeted().say("LIST|1|service=doveadm\nLIST|2|service=doveadm\n");
        assertThat(peer.heard()).isEqualTo("DONE|2|fail\nLIST|1|alice\nLIST|1|bob\nDONE|1|\n");
    }

    @Test
    void usersThatCannotBeListedAreAFailureAndNoEmptyList() {
        records.listing = new Keys.Unavailable("source db is down");
        greeted().say("LIST|1|service=doveadm\n");
        assertThat(peer.heard()).isEqualTo("DONE|1|fail\n");
    }

    @Test
    void aLongListIsSentAsThePeerReads() {
        List<String> many = IntStream.range(0, 50_000).mapToObj(i -> "user" + i).toList();
        records.listing = new Keys.Listed(many);
        greeted().say("LIST|1|service=doveadm\n");
        StringBuilder all = new StringBuilder();
        for (String part = peer.heard(); !part.isEmpty(); part = peer.heard()) {
            all.append(part);
        }
        assertThat(all.toString().lines().count()).isEqualTo(50_001);
        assertThat(all).endsWith("LIST|1|user49999\nDONE|1|\n");
    }

    @Test
    void namesAreHeldForAFewSlowReadersOnlyAndForNoneThatIsGone() {
        records.listing = new Keys.Listed(
                IntStream.range(0, 50_000).mapToObj(i -> "user" + i).toList());
        SlowPeer slow = new SlowPeer();
        MasterSession session = new MasterSession(desk(), slow);
        slow.say("VERSION|1|0", session);
        slow.take(3, session);
        slow.say("LIST|1|service=doveadm", session);
        assertThat(slow.lines).containsExactly("LIST|1|user0", "LIST|1|user1", "LIST|1|user2");
        greeted().say("LIST|2|service=doveadm\n");
        assertThat(peer.heard()).isEqualTo("DONE|2|fail\n");
        session.closed();
        peer.say("LIST|3|user=user7\n");
        assertThat(peer.heard()).isEqualTo("LIST|3|user7\nDONE|3|\n");
    }

    private MasterDesk desk() {
        return new MasterDesk(
                4711, tickets, records, listings, new DaemonMetrics(new PrometheusRegistry()).daemon("dovecot-auth"));
    }

    @Test
    void theCacheIsFlushedWhollyOrForUsers() {
        greeted().say("CACHE-FLUSH|1\r\nCACHE-FLUSH|2|alice|bob\n");
        assertThat(peer.heard()).isEqualTo("OK|1|7\nOK|2|2\n");
        assertThat(records.forgotten).containsExactly("", "alice", "bob");
    }

    @Test
    void whatTheProtocolDoesNotAllowEndsTheConnection() {
        for (String wrong : List.of(
                "USER|1|alice\n",
                "USER|x|alice|service=lmtp\n",
                "CPID|1\n",
                "WHAT|1\n",
                "REQUEST|1|a|b|c\n",
                "A".repeat(17_000) + "\n")) {
            LineTester other = new LineTester(
                    meter -> new MasterProtocol(new MasterDesk(1, tickets, records, listings, meter), 100));
            other.say("VERSION|1|1\n").say(wrong);
            assertThat(other.isOpen()).as(wrong).isFalse();
            other.close();
        }
        peer.say("VERSION|2|0\n");
        assertThat(peer.isOpen()).isFalse();
    }
}
