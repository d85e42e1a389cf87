package io.github.guichet.dovecotauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.scheme.Verification;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HashPoolTest {

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnceAndTheRestIsDone() {
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        try (HashPool pool = new HashPool(2, 3)) {
            List<CompletableFuture<String>> taken = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                taken.add(pool.run(
                        () -> {
                            busy.countDown();
                            await(release);
                            return "done";
                        },
                        () -> "refused"));
                if (i == 1) {
                    await(busy);
                }
            }
            assertThat(pool.waiting()).isEqualTo(3);
            for (int i = 0; i < 10; i++) {
                assertThat(pool.run(() -> "done", () -> "refused")).isCompletedWithValue("refused");
            }
            release.countDown();
            assertThat(taken)
                    .allSatisfy(f ->
                            assertThat(f.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("done"));
        }
    }

    @Test
    void closingRefusesWhatWaitsAndWhatComes() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        HashPool pool = new HashPool(1, 3);
        CompletableFuture<String> running = pool.run(
                () -> {
                    busy.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                    return "done";
                },
                () -> "refused");
        await(busy);
        CompletableFuture<String> waiting = pool.run(() -> "done", () -> "refused");
        pool.close();
        assertThat(waiting).isCompletedWithValue("refused");
        assertThat(pool.run(() -> "done", () -> "refused")).isCompletedWithValue("refused");
        assertThat(running.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("interrupted");
    }

    @Test
    void aFullPoolIsUnavailableAndDelaysNoQuickPasswordAndNoneThatIsRemembered() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (LoginSite site = new LoginSite();
                HashPool pool = new HashPool(1, 1)) {
            VerifiedPasswords verified =
                    new VerifiedPasswords(new Fingerprints(), Duration.ofSeconds(60), 10, site.ticker());
            StoredPasswords stored = new StoredPasswords(site.schemes, "PLAIN", pool, verified);
            String hash = site.hash(LoginSite.SLOW, "secret");
            List<AccountRecord> slow = List.of(new AccountRecord(Map.of("password", hash)));
            List<AccountRecord> quick = List.of(new AccountRecord(Map.of("password", "secret")));
            CompletableFuture<Boolean> running = pool.run(
                    () -> {
                        busy.countDown();
                        await(release);
                        return true;
                    },
                    () -> false);
            await(busy);
            CompletableFuture<StoredPasswords.Result> waiting = compare(stored, "alice", slow);
            assertThat(waiting).isNotDone();
            assertThat(compare(stored, "bob", slow))
                    .isCompletedWithValue(
                            new StoredPasswords.Result.Unavailable("too many passwords wait to be hashed"));
            assertThat(compare(stored, "bob", quick)).isCompletedWithValueMatching(HashPoolTest::fits);
            verified.remember("carol", hash, "secret");
            assertThat(compare(stored, "carol", slow)).isCompletedWithValueMatching(HashPoolTest::fits);
            release.countDown();
            assertThat(fits(waiting.orTimeout(60, TimeUnit.SECONDS).join())).isTrue();
            assertThat(running.join()).isTrue();
        }
    }

    private static boolean fits(StoredPasswords.Result result) {
        return result instanceof StoredPasswords.Result.Fits;
    }

    private static CompletableFuture<StoredPasswords.Result> compare(
            StoredPasswords stored, String user, List<AccountRecord> records) {
        return stored.compare(user, user, records, "secret", () -> false);
    }

    @Test
    void whoIsThrottledWhileHeWaitsIsNotHashedForAnyMore() {
        try (LoginSite site = new LoginSite();
                HashPool pool = new HashPool(1, 1)) {
            StoredPasswords stored = new StoredPasswords(
                    site.schemes,
                    "PLAIN",
                    pool,
                    new VerifiedPasswords(new Fingerprints(), Duration.ZERO, 10, site.ticker()));
            List<AccountRecord> slow =
                    List.of(new AccountRecord(Map.of("password", site.hash(LoginSite.SLOW, "secret"))));
            assertThat(stored.compare("alice", "alice", slow, "secret", () -> true)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(StoredPasswords.Result.Throttled.class);
        }
    }

    @Test
    void theWarmUpReallyHashes() {
        try (LoginSite site = new LoginSite()) {
            assertThat(WarmUp.STORED)
                    .allSatisfy(stored -> assertThat(WarmUp.once(site.schemes, stored))
                            .as(stored)
                            .isInstanceOf(Verification.Mismatch.class));
        }
    }

    @Test
    void anExceptionRefusesAndIsNotRepeated() {
        try (HashPool pool = new HashPool(1, 1)) {
            CompletableFuture<String> result = pool.run(
                    () -> {
                        throw new IllegalStateException("secret");
                    },
                    () -> "refused");
            assertThat(result.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("refused");
        }
    }
}
