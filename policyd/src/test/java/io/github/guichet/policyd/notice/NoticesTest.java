package io.github.guichet.policyd.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.account.TooManyLockoutsException;
import io.github.guichet.policyd.notice.Breach.Kind;
import io.github.guichet.policyd.notice.Notice.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who is told, how often, and what happens to whom. */
class NoticesTest {

    private Instant now = Breaches.NOW;
    private final List<String> lines = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final List<Notice> taken = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final FileLockouts lockouts = FileLockouts.inMemory(() -> now);
    private int refusals;
    private boolean again = true;
    private boolean stopping;

    private final Channel channel = new Channel() {
        @Override
        public NoticeObserver.Way way() {
            return NoticeObserver.Way.WEBHOOK;
        }

        @Override
        public String send(Notice notice) throws NoticeException {
            if (refusals > 0) {
                refusals--;
                throw new NoticeException("no", again);
            }
            taken.add(notice);
            return "thanks";
        }
    };

    private Notices open(boolean withChannel) {
        Notices notices = new Notices(
                "mx1.example.org",
                lockouts,
                CaseFold::fold,
                (way, result) -> results.add(way + " " + result),
                () -> now,
                NoticeTextTest.logger(lines));
        if (withChannel) {
            notices.add(channel, (task, after) -> {
                if (stopping) {
                    throw new RejectedExecutionException();
                }
                pauses.add(after);
                tasks.add(() -> {
                    now = now.plus(after);
                    task.run();
                });
            });
        }
        return notices;
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void tellsByEveryWay() {
        open(true).breached(Breaches.of(Kind.OVER, "alice"));
        assertThat(taken).as("not on the thread of whoever noticed").isEmpty();
        runAll();
        assertThat(lines).hasSize(1);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).breach().login()).isEqualTo("alice");
        assertThat(results).containsExactly("LOG SENT", "WEBHOOK SENT");
        assertThat(lockouts.isEmpty()).isTrue();
    }

    @Test
    void locksWhoIsToBeLockedAtOnceAndSaysSo() {
        open(true).breached(Breaches.of(Kind.LOCKOUT, "Alice@Example.org"));
        assertThat(lockouts.lockout("alice@example.org"))
                .contains(new Lockout("alice@example.org", now, "outgoing", "101 of 100/1h"));
        runAll();
        assertThat(taken.get(0).lock()).isEqualTo(Lock.LOCKED);
    }

    @Test
    void saysWhenSomebodyWasLockedOrCannotBe() throws TooManyLockoutsException {
        assertThat(lockouts.lock("alice", Lockout.ADMINISTRATOR, "")).isEmpty();
        Notices notices = open(true);
        notices.breached(Breaches.of(Kind.LOCKOUT, "alice"));
        notices.breached(Breaches.of(Kind.LOCKOUT, "a\nb"));
        runAll();
        assertThat(taken).extracting(Notice::lock).containsExactly(Lock.BEFORE, Lock.FAILED);
        assertThat(lockouts.all()).hasSize(1);
    }

    @Test
    void theSameWithinAMinuteIsToldOnce() {
        Notices notices = open(true);
        notices.breached(Breaches.of(Kind.OVER, "alice"));
        notices.breached(Breaches.of(Kind.OVER, "alice"));
        notices.breached(Breaches.of(Kind.WARN, "alice"));
        notices.breached(Breaches.of(Kind.OVER, "bob"));
        runAll();
        assertThat(taken).hasSize(3);
        now = now.plus(Duration.ofMinutes(2));
        notices.breached(Breaches.of(Kind.OVER, "alice"));
        runAll();
        assertThat(taken).hasSize(4);
    }

    @Test
    void aSecondLockoutWithinAMinuteIsToldBecauseSomebodyUnlockedInBetween() {
        Notices notices = open(true);
        notices.breached(Breaches.of(Kind.LOCKOUT, "alice"));
        assertThat(lockouts.unlock("alice")).isPresent();
        notices.breached(Breaches.of(Kind.LOCKOUT, "alice"));
        runAll();
        assertThat(taken).hasSize(2);
    }

    @Test
    void aFloodIsLoggedAndNotSent() {
        Notices notices = open(true);
        for (int i = 0; i < 1000; i++) {
            notices.breached(Breaches.of(Kind.OVER, "user" + i));
            runAll();
        }
        assertThat(lines).hasSize(1000);
        assertThat(taken).hasSize(Notices.MOST_IN_AN_HOUR);
        assertThat(results).filteredOn("WEBHOOK DROPPED"::equals).hasSize(1000 - Notices.MOST_IN_AN_HOUR);
        now = now.plus(Duration.ofHours(1));
        notices.breached(Breaches.of(Kind.OVER, "later"));
        runAll();
        assertThat(taken).hasSize(Notices.MOST_IN_AN_HOUR + 1);
    }

    @Test
    void whatIsNotTakenIsTriedAgainWithGrowingPauses() {
        refusals = 9;
        open(true).breached(Breaches.of(Kind.OVER, "alice"));
        runAll();
        assertThat(taken).hasSize(1);
        assertThat(pauses.stream().map(Duration::toSeconds))
                .containsExactly(0L, 5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
        assertThat(results).filteredOn("WEBHOOK RETRIED"::equals).hasSize(9);
    }

    @Test
    void andGivenUpAfterAWhile() {
        refusals = Integer.MAX_VALUE;
        open(true).breached(Breaches.of(Kind.OVER, "alice"));
        runAll();
        assertThat(Duration.between(Breaches.NOW, now)).isBetween(Duration.ofHours(3), NoticeQueue.GIVEN_UP);
        assertThat(results).last().isEqualTo("WEBHOOK FAILED");
        assertThat(results).filteredOn("WEBHOOK FAILED"::equals).hasSize(1);
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        refusals = 1;
        again = false;
        open(true).breached(Breaches.of(Kind.OVER, "alice"));
        runAll();
        assertThat(results).containsExactly("LOG SENT", "WEBHOOK FAILED");
    }

    @Test
    void aFullQueueIsCounted() {
        refusals = Integer.MAX_VALUE;
        Notices notices = open(true);
        for (int i = 0; i < NoticeQueue.MOST + 5; i++) {
            notices.breached(Breaches.of(Kind.OVER, "user" + i));
            now = now.plus(Duration.ofMinutes(2));
        }
        assertThat(tasks).hasSize(NoticeQueue.MOST);
        assertThat(results).filteredOn("WEBHOOK DROPPED"::equals).hasSize(5);
    }

    @Test
    void whenItStopsWhatWasNeverTriedIsSentAndTheRestIsGivenUp() {
        refusals = 1;
        Notices notices = open(true);
        notices.breached(Breaches.of(Kind.OVER, "tried"));
        tasks.remove().run();
        notices.breached(Breaches.of(Kind.OVER, "fresh"));
        stopping = true;
        notices.close();
        assertThat(taken).extracting(notice -> notice.breach().login()).containsExactly("fresh");
        assertThat(results)
                .containsExactly("LOG SENT", "WEBHOOK RETRIED", "LOG SENT", "WEBHOOK FAILED", "WEBHOOK SENT");
    }

    @Test
    void aTestIsSentOnceAndSaysWhatCameOfIt() throws InterruptedException {
        Notices notices = open(true);
        assertThat(notices.test()).containsExactly("webhook: ok: thanks");
        assertThat(taken.get(0).test()).isTrue();
        refusals = 1;
        assertThat(notices.test()).containsExactly("webhook: failed: no");
        assertThat(lines).isEmpty();
        assertThat(open(false).test()).isEmpty();
    }
}
