package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.Expansion;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QuotaCheckTest {

    private static final Verdict PASS = Verdict.PASS;

    private final FakeMarks marks = new FakeMarks();
    private final Rows quota = new Rows("quota").with("a@example.org", "1000").with("b@example.org", "1000");
    private final Rows usage = new Rows("usage").with("a@example.org", "1000").with("b@example.org", "0");
    private final Rows domains = new Rows("domains").with("example.org", "x");
    private final Map<String, Expansion> aliases = new HashMap<>();
    private Duration grace = Duration.ofDays(3);
    private boolean askDomains;

    /** A table that can be down, and whose answers have an age. */
    private static final class Rows implements Table {
        private final String name;
        private final Map<String, String> rows = new HashMap<>();
        private boolean down;
        private Duration age = Duration.ZERO;

        Rows(String name) {
            this.name = name;
        }

        Rows with(String key, String value) {
            rows.put(key, value);
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public CompletableFuture<Answer> lookup(String key, Trail trail) {
            String value = rows.get(key);
            Answer answer = down
                    ? new Answer.Unavailable(name + " is down")
                    : value == null ? Answer.NOT_FOUND : new Answer.Found(value);
            trail.step(name, key, answer, Served.CACHE, age);
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public Keys keys() {
            throw new UnsupportedOperationException();
        }
    }

    private QuotaCheck check() {
        return new QuotaCheck(new QuotaCheckConfig(
                "room",
                quota,
                usage,
                (address, trail) -> CompletableFuture.completedFuture(
                        aliases.getOrDefault(address, new Expansion.Expanded(List.of(address), List.of()))),
                askDomains ? List.of(domains) : List.of(),
                grace,
                Duration.ofDays(1),
                marks,
                AddressConfig.DEFAULTS,
                marks));
    }

    private Verdict ask(Stage stage, String recipient, long size) {
        return check().check(
                        FakeRequest.at(stage).with("recipient", recipient).with("size", Long.toString(size)),
                        Mode.ENFORCE)
                .join();
    }

    private Verdict ask(String recipient) {
        return ask(Stage.RCPT, recipient, 0);
    }

    private static String action(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Decide.class);
        return ((Verdict.Decide) verdict).action().text();
    }

    private void list(String address, String... finals) {
        aliases.put(address, new Expansion.Expanded(List.of(finals), List.of(address)));
    }

    @Test
    void aFullMailboxIsTemporaryTroubleForAWhileAndThenFinal() {
        assertThat(action(ask("a@example.org"))).startsWith("452 4.2.2 ");
        marks.pass(Duration.ofDays(3).minusSeconds(1));
        assertThat(action(ask("a@example.org"))).startsWith("452 4.2.2 ");
        marks.pass(Duration.ofSeconds(1));
        assertThat(action(ask("a@example.org"))).startsWith("552 5.2.2 ");
    }

    @Test
    void withoutGraceItIsFinalAtOnce() {
        grace = Duration.ZERO;
        assertThat(action(ask("a@example.org"))).startsWith("552 5.2.2 ");
        assertThat(marks.touches).isZero();
    }

    @Test
    void theGraceBeginsAnewOnceThereWasRoom() {
        ask("a@example.org");
        marks.pass(Duration.ofDays(2));
        usage.with("a@example.org", "10");
        assertThat(ask("a@example.org")).isEqualTo(PASS);
        marks.pass(Duration.ofDays(2));
        usage.with("a@example.org", "1000");
        assertThat(action(ask("a@example.org"))).startsWith("452 4.2.2 ");
    }

    @Test
    void theSizeCounts() {
        usage.with("a@example.org", "900");
        assertThat(ask("a@example.org")).isEqualTo(PASS);
        assertThat(ask(Stage.RCPT, "a@example.org", 100)).isEqualTo(PASS);
        assertThat(action(ask(Stage.RCPT, "a@example.org", 101))).startsWith("452 ");
        assertThat(action(ask(Stage.END_OF_MESSAGE, "a@example.org", 101))).startsWith("452 ");
        assertThat(action(ask(Stage.RCPT, "a@example.org", Long.MAX_VALUE / 10)))
                .startsWith("452 ");
    }

    @Test
    void oneFullMailboxDoesNotCloseAList() {
        list("all@example.org", "a@example.org", "b@example.org");
        assertThat(ask("all@example.org")).isEqualTo(PASS);
        usage.with("b@example.org", "2000");
        assertThat(action(ask("all@example.org"))).startsWith("452 ");
        list("all@example.org", "a@example.org", "b@example.org", "c@far.example");
        assertThat(ask("all@example.org")).as("it goes elsewhere too").isEqualTo(PASS);
    }

    @Test
    void aListIsFinallyClosedOnceAllAreFullForLong() {
        list("all@example.org", "a@example.org", "b@example.org");
        ask("a@example.org");
        marks.pass(Duration.ofDays(4));
        usage.with("b@example.org", "2000");
        assertThat(action(ask("all@example.org"))).startsWith("452 ");
        marks.pass(Duration.ofDays(3));
        assertThat(action(ask("all@example.org"))).startsWith("552 ");
    }

    @Test
    void manyFullMailboxesAreNoTrouble() {
        String[] many = new String[2000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "u" + i + "@example.org";
            quota.with(many[i], "1");
            usage.with(many[i], "1");
        }
        list("all@example.org", many);
        assertThat(action(ask("all@example.org"))).startsWith("452 ");
    }

    @Test
    void whatIsUnknownOrElsewhereOrUnlimitedIsNotRefused() {
        assertThat(ask("nobody@example.org")).isEqualTo(PASS);
        for (String unlimited : List.of("0", "-1")) {
            quota.with("a@example.org", unlimited);
            assertThat(ask("a@example.org")).isEqualTo(PASS);
        }
        quota.with("a@example.org", "1000");
        usage.rows.remove("a@example.org");
        assertThat(ask("a@example.org")).isEqualTo(PASS);
        usage.with("a@example.org", "1000");
        askDomains = true;
        assertThat(action(ask("a@example.org"))).startsWith("452 ");
        domains.rows.clear();
        assertThat(ask("a@example.org")).isEqualTo(PASS);
        assertThat(ask("postmaster")).isEqualTo(PASS);
        aliases.put("loop@example.org", new Expansion.TooMany("too many"));
        assertThat(ask("loop@example.org")).isEqualTo(PASS);
    }

    @Test
    void aMailboxIsTheSameUnderEachSpelling() {
        for (String spelling : List.of("A@Example.ORG", "a+tag@example.org", "a@example.org.")) {
            assertThat(action(ask(spelling))).as(spelling).startsWith("452 ");
        }
        assertThat(marks.marks).hasSize(1);
        quota.with("a+own@example.org", "5000");
        usage.with("a+own@example.org", "0");
        assertThat(ask("a+own@example.org")).isEqualTo(PASS);
    }

    @Test
    void anOldUsageSaysNothing() {
        long now = marks.instant().getEpochSecond();
        usage.with("a@example.org", "1000," + (now - 86_400));
        assertThat(action(ask("a@example.org"))).startsWith("452 ");
        usage.with("a@example.org", "1000," + (now - 86_401));
        assertThat(ask("a@example.org")).isEqualTo(PASS);
        usage.with("a@example.org", "1000, " + now);
        assertThat(action(ask("a@example.org"))).startsWith("452 ");
        usage.with("a@example.org", "1000");
        usage.age = Duration.ofDays(1).plusSeconds(1);
        assertThat(ask("a@example.org")).as("the cache has it for so long").isEqualTo(PASS);
    }

    @Test
    void whereASourceDoesNotAnswerItIsSaidSoUnlessAnotherMailboxHasRoom() {
        for (Rows each : List.of(quota, usage)) {
            each.down = true;
            assertThat(ask("a@example.org")).isEqualTo(new Verdict.Unavailable(each.name() + " is down"));
            each.down = false;
        }
        askDomains = true;
        domains.down = true;
        assertThat(ask("a@example.org")).isEqualTo(new Verdict.Unavailable("domains is down"));
        domains.down = false;
        askDomains = false;
        aliases.put("x@example.org", new Expansion.Unavailable("aliases are down"));
        assertThat(ask("x@example.org")).isEqualTo(new Verdict.Unavailable("aliases are down"));
        marks.down = true;
        assertThat(ask("a@example.org")).isEqualTo(new Verdict.Unavailable("the store is down"));
        assertThat(ask("b@example.org")).isEqualTo(PASS);
        marks.down = false;
        list("all@example.org", "a@example.org", "c@example.org", "b@example.org");
        quota.with("c@example.org", "many");
        assertThat(ask("c@example.org")).isInstanceOf(Verdict.Unavailable.class);
        assertThat(ask("all@example.org")).isEqualTo(PASS);
        list("all@example.org", "a@example.org", "c@example.org");
        assertThat(ask("all@example.org")).isInstanceOf(Verdict.Unavailable.class);
        usage.with("a@example.org", "1000,yesterday");
        assertThat(ask("a@example.org")).isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void isAskedWhereThereIsOneRecipientAndAMail() {
        assertThat(ask(Stage.MAIL, "a@example.org", 0)).isEqualTo(PASS);
        assertThat(ask(Stage.DATA, "a@example.org", 0)).isEqualTo(PASS);
        assertThat(ask(Stage.VRFY, "a@example.org", 0)).isEqualTo(PASS);
        assertThat(ask(Stage.END_OF_MESSAGE, "", 5000)).isEqualTo(PASS);
    }
}
