package io.github.guichet.bench;

import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.LimitSyntaxException;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.MemoryCounterStore;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAsConfig;
import io.github.guichet.lookup.sendas.SendAsRules;
import io.github.guichet.lookup.sendas.SendAsSwitches;
import io.github.guichet.policyd.accounting.AccountingDesk;
import io.github.guichet.policyd.accounting.LoginAccounting;
import io.github.guichet.policyd.check.RateCheck;
import io.github.guichet.policyd.check.RateConfig;
import io.github.guichet.policyd.check.RateOver;
import io.github.guichet.policyd.check.SendAsCheck;
import io.github.guichet.policyd.check.SendAsCheckConfig;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.OnUnavailable;
import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.RuleChain;
import io.github.guichet.policyd.rule.RuleObserver;
import io.github.guichet.policyd.rule.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one decision costs with a rule of send-as and one of rates, without any wire: the rules of {@code bench/compare-policy}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {

    private static final int LOGINS = 1000;

    private final String[] logins = new String[LOGINS];
    private final String[] senders = new String[LOGINS];
    private PolicyDesk desk = request -> CompletableFuture.completedFuture(Action.DUNNO);
    private int mails;

    /** Every other login sends as its own address, the rest as one that a map gives them. */
    @Setup
    public void begin() throws LimitSyntaxException {
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < LOGINS; i++) {
            logins[i] = String.format("user%04d@example.org", i);
            senders[i] = i % 2 == 0 ? logins[i] : String.format("alias%04d@example.org", i);
            owners.put(String.format("alias%04d@example.org", i), logins[i]);
        }
        desk = new AccountingDesk(
                new RuleChain(
                        List.of(rule("own", sendAs(owners)), rule("outgoing", rate())),
                        RuleObserver.NONE,
                        Duration.ofSeconds(30)),
                new LoginAccounting(InstantSource.system()));
    }

    private static Rule rule(String name, Check check) {
        return new Rule(
                name,
                Conditions.ALWAYS,
                check,
                Optional.empty(),
                OnUnavailable.DEFER,
                io.github.guichet.policyd.rule.Mode.ENFORCE);
    }

    private static Check sendAs(Map<String, String> owners) {
        Duration hour = Duration.ofHours(1);
        CacheConfig cache = new CacheConfig(4 * LOGINS, hour, hour, hour, hour);
        return new SendAsCheck(
                new SendAsRules(new SendAsConfig(
                        AddressConfig.DEFAULTS,
                        List.of(new CachedTable(new ValuesTable("senders", owners), cache)),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        SendAsSwitches.ALL,
                        Map.of())),
                new SendAsCheckConfig(false, true));
    }

    private static Check rate() throws LimitSyntaxException {
        InstantSource clock = InstantSource.system();
        RateConfig config = new RateConfig(
                "outgoing",
                RateConfig.Per.LOGIN,
                RateConfig.Count.RECIPIENTS,
                Limits.parse("100000000/1h,500000000/24h"),
                RateOver.DEFER,
                80,
                false,
                false,
                new ClientPrefix(32, 64),
                AddressConfig.DEFAULTS);
        return new RateCheck(
                config,
                Optional.empty(),
                MemoryCounterStore.open(clock, MemoryCounterStore.MOST, Optional.empty()),
                breach -> {},
                clock);
    }

    private record Request(Stage stage, String login, String sender, String recipient, String instance)
            implements PolicyRequest {

        @Override
        public String fact(String name) {
            return "";
        }

        @Override
        public String client() {
            return "10.1.2.3";
        }

        @Override
        public long recipientCount() {
            return 2;
        }

        @Override
        public Map<String, String> attributes() {
            return Map.of();
        }
    }

    private CompletableFuture<Action> ask(Stage stage, String recipient) {
        int user = (int) (mails * 7919L % LOGINS);
        // New strings each time, as from the wire: their hashes are not known yet.
        return desk.decide(new Request(
                stage,
                new String(logins[user].toCharArray()),
                new String(senders[user].toCharArray()),
                recipient,
                "6fcf.6b00a8e3." + mails));
    }

    /** A recipient. */
    @Benchmark
    public CompletableFuture<Action> recipient() {
        mails++;
        return ask(Stage.RCPT, "somebody@elsewhere.example.net");
    }

    /** The end of a message, which is counted. */
    @Benchmark
    public CompletableFuture<Action> endOfMessage() {
        mails++;
        return ask(Stage.END_OF_MESSAGE, "");
    }
}
