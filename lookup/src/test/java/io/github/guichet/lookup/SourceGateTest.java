package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceGateTest {

    private static final Answer FOUND = new Answer.Found("value");

    private final List<SourceFailure> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final CountDownLatch release = new CountDownLatch(1);
    private final LookupObserver observer = new LookupObserver() {
        @Override
        public void sourceFailed(String source, SourceFailure cause) {
            failures.add(cause);
        }
    };
    private SourceGate gate = gate(2, 4, Duration.ofSeconds(30));

    private SourceGate gate(int workers, int queue, Duration deadline) {
        return new SourceGate("db", workers, queue, deadline, this::probe, observer);
    }

    private Answer probe(Deadline deadline) throws SourceException {
        if (!alive.get()) {
            throw new SourceException(SourceFailure.CONNECT, "refused");
        }
        return FOUND;
    }

    @AfterEach
    void close() {
        release.countDown();
        gate.close();
    }

    private Answer ask(SourceGate.Question<Answer> question) throws Exception {
        return start(question).get(60, TimeUnit.SECONDS);
    }

    private CompletableFuture<Answer> start(SourceGate.Question<Answer> question) {
        return gate.ask(question, Answer.Unavailable::new);
    }

    private Answer untilReleased(Deadline deadline) {
        try {
            release.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return FOUND;
    }

    private void await(Class<? extends SourceState> state) throws InterruptedException {
        for (int i = 0; i < 3000 && !state.isInstance(gate.state()); i++) {
            Thread.sleep(10);
        }
        assertThat(gate.state()).isInstanceOf(state);
    }

    @Test
    void passesAnAnswerOnAndCallsTheSourceUp() throws Exception {
        assertThat(gate.state()).isInstanceOf(SourceState.Unknown.class);
        assertThat(ask(d -> FOUND)).isEqualTo(FOUND);
        assertThat(gate.state()).isInstanceOf(SourceState.Up.class);
        assertThat(failures).isEmpty();
    }

    @Test
    void turnsAFailureIntoUnavailableWithItsReason() throws Exception {
        Answer answer = ask(d -> {
            throw new SourceException(SourceFailure.QUERY, "no such table");
        });
        assertThat(answer).isEqualTo(new Answer.Unavailable("source db no such table"));
        assertThat(failures).containsExactly(SourceFailure.QUERY);
    }

    @Test
    void aWrongQueryDoesNotCallTheSourceDown() throws Exception {
        alive.set(false);
        ask(d -> {
            throw new SourceException(SourceFailure.QUERY, "no such table");
        });
        assertThat(ask(d -> FOUND)).isEqualTo(FOUND);
        assertThat(gate.state()).isInstanceOf(SourceState.Up.class);
    }

    @Test
    void turnsAnUnexpectedExceptionIntoUnavailable() throws Exception {
        Answer answer = ask(d -> {
            throw new IllegalStateException("bug");
        });
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        assertThat(ask(d -> FOUND)).isEqualTo(FOUND);
    }

    @Test
    void answersAtTheDeadlineWhenTheSourceIsSilent() throws Exception {
        gate.close();
        gate = gate(1, 4, Duration.ofMillis(50));
        assertThat(ask(this::untilReleased)).isEqualTo(new Answer.Unavailable("source db did not answer within 50 ms"));
        assertThat(failures).containsExactly(SourceFailure.DEADLINE);
    }

    @Test
    void aQuestionThatFailsAfterItsDeadlineIsCountedOnce() throws Exception {
        gate.close();
        gate = gate(1, 4, Duration.ofMillis(50));
        CountDownLatch ended = new CountDownLatch(1);
        ask(d -> {
            untilReleased(d);
            ended.countDown();
            throw new SourceException(SourceFailure.DEADLINE, "cancelled");
        });
        release.countDown();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        gate.close();
        assertThat(failures).containsExactly(SourceFailure.DEADLINE);
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() throws Exception {
        gate.close();
        gate = gate(1, 1, Duration.ofSeconds(30));
        CompletableFuture<Answer> first = start(this::untilReleased);
        CompletableFuture<Answer> second = start(this::untilReleased);
        CompletableFuture<Answer> third = start(this::untilReleased);
        CompletableFuture<Answer> refused = third.isDone() ? third : start(this::untilReleased);
        assertThat(refused).isCompletedWithValue(new Answer.Unavailable("source db has a full queue"));
        assertThat(gate.queue()).isEqualTo(new SourceQueue(1, 1, 1));
        release.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
    }

    @Test
    void aDeadSourceIsNotAskedAndComesBackByItself() throws Exception {
        alive.set(false);
        ask(d -> {
            throw new SourceException(SourceFailure.CONNECT, "refused");
        });
        await(SourceState.Down.class);
        AtomicInteger asked = new AtomicInteger();
        Answer answer = ask(d -> {
            asked.incrementAndGet();
            return FOUND;
        });
        assertThat(answer).isEqualTo(new Answer.Unavailable("source db is down: refused"));
        assertThat(asked).hasValue(0);
        alive.set(true);
        await(SourceState.Up.class);
        assertThat(ask(d -> FOUND)).isEqualTo(FOUND);
    }

    @Test
    void oneBrokenConnectionOfALivingSourceChangesNothing() throws Exception {
        ask(d -> {
            throw new SourceException(SourceFailure.CONNECT, "reset by peer");
        });
        assertThat(ask(d -> FOUND)).isEqualTo(FOUND);
        await(SourceState.Up.class);
    }

    @Test
    void aClosedGateAnswersUnavailable() throws Exception {
        gate.close();
        assertThat(ask(d -> FOUND)).isEqualTo(new Answer.Unavailable("source db is closed"));
    }
}
