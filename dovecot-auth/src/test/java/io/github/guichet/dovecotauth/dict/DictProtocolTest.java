package io.github.guichet.dovecotauth.dict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.FakeRecords;
import io.github.guichet.dovecotauth.LineTester;
import io.github.guichet.dovecotauth.SlowPeer;
import io.github.guichet.dovecotauth.listing.Listings;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.server.DaemonMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DictProtocolTest {

    private final FakeRecords records = new FakeRecords()
            .with("alice", "uid=1000", "home=/srv/\"mail\"/alice", "password={PLAIN}x")
            .with("bob", "uid=1001");
    private final List<String> written = new ArrayList<>();
    private DictCommit outcome = new DictCommit.Stored();
    private final DictStore store = store("priv/quota/");
    private final Listings listings = new Listings(Runnable::run, 1, 0);
    private final LineTester peer = tester();

    private DictStore store(String prefix) {
        return new DictStore() {
            @Override
            public boolean serves(String key) {
                return key.startsWith(prefix);
            }

            @Override
            public CompletableFuture<Answer> read(String user, String key) {
                return CompletableFuture.completedFuture(new Answer.Found(user + "'s " + key));
            }

            @Override
            public CompletableFuture<DictCommit> commit(String user, List<DictChange> changes) {
                written.add(user + changes);
                return CompletableFuture.completedFuture(outcome);
            }
        };
    }

    private LineTester tester() {
        return new LineTester(meter -> new DictProtocol(
                new DictDesk(records, List.of(store, store("shared/last-login/")), listings, meter), 100));
    }

    private LineTester greeted() {
        return peer.say("H3|2|0||guichet\n");
    }

    @AfterEach
    void nothingIsLeft() {
        records.slow.complete(AccountAnswer.NOT_FOUND);
        peer.close();
    }

    @Test
    void accountsAreJson() {
        greeted()
                .say("Lshared/userdb/alice|alice\nLshared/passdb/alice/imap/192.0.2.1|alice\nLshared/userdb/nobody|\n");
        assertThat(peer.heard())
                .isEqualTo("O{\"user\":\"alice\",\"uid\":\"1000\",\"home\":\"/srv/\\\"mail\\\"/alice\"}\n"
                        + "O{\"user\":\"alice\",\"uid\":\"1000\",\"home\":\"/srv/\\\"mail\\\"/alice\","
                        + "\"password\":\"{PLAIN}x\"}\nN\n");
        assertThat(records.facts.get(1)).containsEntry("service", "imap").containsEntry("rip", "192.0.2.1");
    }

    @Test
    void aSourceThatIsDownIsAFailure() {
        greeted().say("Lshared/userdb/down|\nLshared/passdb/down|\n");
        assertThat(peer.heard()).isEqualTo("Fsource db is down\nFsource db is down\n");
    }

    @Test
    void anAccountWhosePasswordCannotBeReadIsNotAWrongPassword() {
        greeted().say("Lshared/passdb/bob|\n");
        assertThat(peer.heard()).startsWith("F");
    }

    @Test
    void answersComeInOrder() {
        greeted().say("Lshared/userdb/slow|\nLshared/userdb/nobody|\nLpriv/quota/storage|bob\n");
        assertThat(peer.heard()).isEmpty();
        records.slow.complete(new AccountAnswer.Unavailable("late"));
        assertThat(peer.heard()).isEqualTo("Flate\nN\nObob's priv/quota/storage\n");
    }

    @Test
    void usersAreListed() {
        greeted().say("I0|0|shared/userdb/|*\nI0|1|shared/userdb/|*\n");
        assertThat(peer.heard()).isEqualTo("Oshared/userdb/alice|\nOshared/userdb/bob|\n\nOshared/userdb/alice|\n\n");
        records.listing = new Keys.Unavailable("source db is down");
        peer.say("I0|0|shared/userdb/|*\nI0|0|shared/other/|*\n");
        assertThat(peer.heard()).isEqualTo("Fsource db is down\nFonly users can be listed\n");
    }

    @Test
    void aLongListIsSentAsThePeerReadsAndHeldForAFewSlowReadersOnly() {
        records.listing = new Keys.Listed(
                IntStream.range(0, 50_000).mapToObj(i -> "user" + i).toList());
        SlowPeer slow = new SlowPeer();
        DictSession session = new DictSession(
                new DictDesk(
                        records,
                        List.of(store),
                        listings,
                        new DaemonMetrics(new PrometheusRegistry()).daemon("dovecot-auth")),
                slow);
        slow.say("H3|2|0||guichet", session);
        slow.take(2, session);
        slow.say("I0|0|shared/userdb/|*", session);
        slow.say("Lshared/userdb/bob|bob", session);
        assertThat(slow.lines).containsExactly("Oshared/userdb/user0|", "Oshared/userdb/user1|");
        greeted().say("I0|0|shared/userdb/|*\n");
        assertThat(peer.heard()).isEqualTo("Ftoo many listings at once\n");
        slow.take(100_000, session);
        assertThat(slow.lines)
                .hasSize(50_002)
                .endsWith("Oshared/userdb/user49999|", "", "O{\"user\":\"bob\",\"uid\":\"1001\"}");
        slow.take(1, session);
        slow.say("I0|0|shared/userdb/|*", session);
        peer.say("I0|0|shared/userdb/|*\n");
        assertThat(peer.heard()).isEqualTo("Ftoo many listings at once\n");
        session.closed();
        peer.say("I0|1|shared/userdb/|*\n");
        assertThat(peer.heard()).isEqualTo("Oshared/userdb/user0|\n\n");
    }

    @Test
    void aTransactionIsCommittedOnce() {
        greeted().say("""
                B1|alice
                T1|1700000000|5
                S1|priv/quota/storage|100
                A1|priv/quota/messages|-2
                U1|priv/quota/x
                C1
                """);
        assertThat(peer.heard()).isEqualTo("O1\n");
        assertThat(written)
                .containsExactly("alice[Set[key=priv/quota/storage, value=100],"
                        + " Increment[key=priv/quota/messages, by=-2], Unset[key=priv/quota/x]]");
        peer.say("C1\n");
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void dovecot24SaysVersion4AndNoAsynchronousCommit() {
        peer.sayByteByByte("H4|0|0||guichet\nB7|alice|0\nV7|1\n");
        peer.say("S7|priv/quota/storage|1\nC7\n");
        assertThat(peer.heard()).isEqualTo("O7\n");
    }

    @Test
    void whatWasRolledBackIsNotStored() {
        greeted().say("B1|alice\nS1|priv/quota/storage|100\nR1\nB1|alice\nC1\n");
        assertThat(peer.heard()).isEqualTo("O1\n");
        assertThat(written).isEmpty();
    }

    @Test
    void whatComesOfACommitIsSaid() {
        greeted();
        outcome = new DictCommit.Failed("disk full");
        peer.say("B1|a\nS1|priv/quota/storage|1\nC1\nB2|a\nS2|priv/quota/storage|1\nD2\n");
        outcome = new DictCommit.Uncertain("lost");
        peer.say("B3|a\nS3|priv/quota/storage|1\nC3\n");
        outcome = new DictCommit.NotFound();
        peer.say("B4|a\nS4|priv/quota/storage|1\nC4\n");
        peer.say("B5|a\nS5|priv/other|1\nC5\n");
        peer.say("B6|a\nS6|priv/quota/storage|1\nS6|priv/other|1\nC6\n");
        peer.say("B7|a\nS7|priv/quota/storage|1\nS7|shared/last-login/a|1\nC7\n");
        assertThat(peer.heard()).isEqualTo("""
                        F1|disk full
                        AF2|disk full
                        W3|lost
                        N4
                        F5|no store is configured for the key priv/other
                        F6|no store is configured for the key priv/other
                        F7|the keys of one transaction belong to different stores
                        """);
    }

    @Test
    void whatTheProtocolDoesNotAllowEndsTheConnection() {
        for (String wrong : List.of(
                "X1\n",
                "\n",
                "B\n",
                "B-1\n",
                "S9|k|v\n",
                "C9\n",
                "B1|a\nB1|a\n",
                "B1|a\nA1|k|x\n",
                "H3|2|0||again\n")) {
            LineTester other = tester();
            other.say("H3|2|0||guichet\n").say(wrong);
            assertThat(other.isOpen()).as(wrong).isFalse();
            other.close();
        }
        peer.say("H2|0|0||old\n");
        assertThat(peer.isOpen()).isFalse();
    }
}
