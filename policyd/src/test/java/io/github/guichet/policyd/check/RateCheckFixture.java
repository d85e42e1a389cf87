package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.MemoryCounterStore;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.notice.Breach;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A rule of rates over a store in memory, and mails for it. */
abstract class RateCheckFixture implements Table {

    static final Limit TEN_AN_HOUR = new Limit(10, Duration.ofHours(1));

    final SetClock clock = new SetClock();
    final CounterStore store = MemoryCounterStore.open(clock, 1000, Optional.empty());
    final List<Breach> breaches = new ArrayList<>();
    final Map<String, String> limitsMap = new HashMap<>();
    boolean mapIsDown;
    boolean mapIsBroken;
    private int mails;

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        if (mapIsBroken) {
            throw new IllegalStateException("a defect");
        }
        String value = limitsMap.get(key);
        Answer answer = value == null ? Answer.NOT_FOUND : new Answer.Found(value);
        return CompletableFuture.completedFuture(mapIsDown ? new Answer.Unavailable("down") : answer);
    }

    @Override
    public Keys keys() {
        return new Keys.Unlistable("a test");
    }

    static RateConfig config(RateConfig.Per per, RateConfig.Count count, RateOver over, boolean early) {
        return new RateConfig(
                "outgoing",
                per,
                count,
                new Limits(List.of(TEN_AN_HOUR)),
                over,
                80,
                false,
                early,
                new ClientPrefix(32, 64),
                AddressConfig.DEFAULTS);
    }

    static RateConfig byLogin() {
        return config(RateConfig.Per.LOGIN, RateConfig.Count.RECIPIENTS, RateOver.DEFER, false);
    }

    RateCheck check(RateConfig config) {
        return new RateCheck(config, Optional.of(this), store, breaches::add, clock);
    }

    /** The end of a new mail of a login to so many recipients. */
    MailRequest mail(String login, int recipients) {
        return MailRequest.at(Stage.END_OF_MESSAGE)
                .login(login)
                .with("client_address", "192.0.2.7")
                .recipients(recipients)
                .with("size", 1000)
                .instance("mail" + mails++);
    }

    static Verdict ask(RateCheck check, PolicyRequest request) {
        return check.check(request, Mode.ENFORCE).join();
    }

    static String action(Verdict verdict) {
        return verdict instanceof Verdict.Decide decide ? decide.action().text() : "DUNNO";
    }

    static void assertPasses(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
    }

    static void assertSays(Verdict verdict, String beginning) {
        assertThat(action(verdict)).startsWith(beginning);
    }

    long used(String subject) {
        return store.counters().show(Optional.of(subject), 1).join().stream()
                .mapToLong(counted -> counted.used())
                .sum();
    }
}
