package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MilterLogTest extends RuleFixture {

    private static final Needs FROM = new Needs(Set.of(), Set.of("from"), false, Set.of());

    private void objecting(String name, Mode mode) {
        rule(name, mode, OnUnavailable.CONTINUE, check(FROM, m -> CompletableFuture.completedFuture(objects())));
    }

    @Test
    void oneLineSaysWhoWhatAndWhy() {
        objecting("own addresses", Mode.REJECT);

        decided();
        assertThat(log.lines)
                .containsExactly(
                        "INFO milter: rule=<own addresses> mode=reject decision=object queue_id=4ABC login=<bob>"
                                + " sender=<bob@example.org> from=<alice@example.org> client=192.0.2.1"
                                + " action=<550 5.7.1 not yours> reason=<not an owner>");
    }

    @Test
    void aRepairSaysWhatWasDone() {
        rule("own", Mode.TAG, objects(new io.github.guichet.milter.session.Modification.DeleteField("From", 1)));

        decided();
        assertThat(log.lines)
                .singleElement()
                .asString()
                .contains("decision=repair")
                .contains("action=<change and tag>");
    }

    @Test
    void whatARuleChangesInEveryMessageIsNoNewsUnlessItIsObserved() {
        var change = new Verdict.Change(
                List.of(new io.github.guichet.milter.session.Modification.DeleteField("User-Agent", 1)),
                "hid User-Agent");
        rule("privacy", Mode.CHANGE, change);
        rule("watched", Mode.OBSERVE, change);

        decided();
        assertThat(log.lines)
                .singleElement()
                .asString()
                .startsWith("INFO milter: rule=<watched> mode=observe decision=change");
    }

    @Test
    void nobodyForgesALineOrAField() {
        objecting("own", Mode.TAG);
        FilterSession session = filter().open(offer);
        session.mail("x> from=<boss@example.org\r\nmilter: rule=<none>", List.of());
        session.header(new WrittenField("From", "\"a> client=192.0.2.9 <\u202e\u0000\"@example.org"));
        session.macros(
                Event.END_OF_MESSAGE,
                name -> Map.of("client_addr", "192.0.2.1 action=<none>", "i", "4A BC", "auth_authen", "b=c")
                        .getOrDefault(name, ""));
        session.endOfMessage().join();

        assertThat(log.lines)
                .singleElement()
                .asString()
                .matches("INFO milter: rule=<own> mode=tag decision=object queue_id=4A\\\\u0020BC login=<b\\\\u003dc>"
                        + " sender=<x\\\\u003e[^ <>=]*> from=<[^ <>=]*> client=- action=<tag> reason=<not an owner>");
    }

    @Test
    void troubleThatDoesNotStopMailIsLoggedOnceAMinute() {
        rule(
                "fragile",
                Mode.TAG,
                OnUnavailable.CONTINUE,
                check(m -> CompletableFuture.completedFuture(new Verdict.Unavailable("db is down"))));
        RuleFilter filter = filter();
        for (int i = 0; i < 5; i++) {
            filter.open(offer).endOfMessage().join();
        }

        assertThat(log.lines)
                .singleElement()
                .asString()
                .startsWith("WARNING milter: rule=<fragile> mode=tag decision=unavailable")
                .endsWith("action=<none> reason=<db is down>");
        assertThat(heard).hasSize(5);
    }

    @Test
    void everyMessageThatIsPutOffIsLogged() {
        rule(
                "strict",
                Mode.TAG,
                OnUnavailable.TEMPFAIL,
                check(m -> CompletableFuture.completedFuture(new Verdict.Unavailable("db is down"))));
        RuleFilter filter = filter();
        for (int i = 0; i < 3; i++) {
            filter.open(offer).endOfMessage().join();
        }

        assertThat(log.lines).hasSize(3).allMatch(line -> line.contains("action=<" + LATER + ">"));
    }
}
