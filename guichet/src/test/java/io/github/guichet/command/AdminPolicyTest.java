package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.policyd.rule.RuleChain;
import io.github.guichet.policyd.rule.RuleObserver;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code decide} and {@code limit}, on rules that were opened from a configuration. */
class AdminPolicyTest {

    private static final String ALICE = "sasl_username=Alice@example.org";

    @TempDir
    private Path directory;

    private final List<String> breaches = new ArrayList<>();
    private RunningConfiguration running;
    private CounterStores stores;
    private FileLockouts lockouts;
    private RuleChain chain;
    private AdminCommand decide;
    private AdminCommand limit;
    private int instances;

    @BeforeEach
    void open() {
        Configuration configuration =
                ConfigurationReaderTest.read("""
                        [state]
                        directory = "%s"
                        [map.vips]
                        values = { "boss@example.org" = "1" }
                        [map.limits]
                        values = { "@example.net" = "unlimited", "carol@example.org" = "0" }
                        [policy]
                        listen = "unix:/nowhere/policy.sock"
                        [[policy.rule]]
                        name = "the boss"
                        action = "REJECT 5.7.1 {recipient} is busy"
                        when = { recipient = { map = "vips" } }
                        unless = { login = true }
                        [[policy.rule]]
                        name = "outgoing"
                        check = "rate"
                        limits = "10/1h"
                        limits-map = "limits"
                        [[policy.rule]]
                        name = "domains"
                        check = "rate"
                        per = "login-domain"
                        limits = "1/24h"
                        mode = "observe"
                        """.formatted(directory)).configuration();
        running = RunningConfiguration.forDaemon(configuration, LookupObserver.NONE);
        stores = new CounterStores(configuration, running, LookupObserver.NONE);
        List<PolicyRuleConfig> configs = configuration.policy().orElseThrow().rules();
        List<Rule> rules = rules(configuration, store -> store);
        chain = new RuleChain(rules, RuleObserver.NONE, Duration.ofMinutes(1));
        lockouts = FileLockouts.inMemory(InstantSource.system());
        decide = new AdminDecide(
                new LockoutDesk(lockouts, CaseFold::fold, chain, RuleObserver.NONE),
                () -> rules(configuration, store -> new LookingStore(store, InstantSource.system())));
        limit = new AdminLimit(configs, rules, stores);
    }

    private List<Rule> rules(Configuration configuration, Function<CounterStore, CounterStore> seen) {
        CheckOpener checks = new CheckOpener(
                running,
                configuration.address(),
                store -> seen.apply(stores.open(store)),
                breach -> breaches.add(breach.subject()));
        return new PolicyOpener(checks, new ConditionOpener(running, configuration.address()))
                .rules(configuration.policy().orElseThrow().rules());
    }

    @AfterEach
    void close() {
        stores.close();
        running.close();
    }

    private String sent(int recipients) throws AdminException {
        Action action = chain.decide(TypedRequest.parse(List.of(
                        ALICE,
                        "protocol_state=END-OF-MESSAGE",
                        "recipient_count=" + recipients,
                        "instance=" + instances++)))
                .join();
        return action.text();
    }

    private String limit(String... words) throws AdminException {
        return limit.run(List.of(words));
    }

    @Test
    void saysOfEachRuleWhatItSays() throws AdminException {
        assertThat(decide.run(List.of("text", "recipient=boss@example.org", "sender=x@example.com")))
                .isEqualTo("""
                        the boss: decides: REJECT 5.7.1 boss@example.org is busy (the conditions hold)
                        outgoing: has no objection
                        domains (observed only): has no objection
                        action=REJECT 5.7.1 boss@example.org is busy
                        """);
        assertThat(decide.run(List.of("text", "recipient=boss@example.org", ALICE)))
                .startsWith("the boss: is not for this request\n")
                .endsWith("action=DUNNO\n");
        assertThat(decide.run(List.of("json", "recipient=boss@example.org")))
                .startsWith(
                        "{\"locked-by\":null,\"rules\":[{\"rule\":\"the boss\",\"mode\":\"enforce\",\"said\":\"decides\",\"action\":\"REJECT ")
                .endsWith("\"action\":\"REJECT 5.7.1 boss@example.org is busy\"}\n");
    }

    @Test
    void saysThatAnAccountIsLockedWhateverTheRulesSay() throws Exception {
        lockouts.lock("alice@example.org", "outgoing", "too much");
        assertThat(decide.run(List.of("text", ALICE)))
                .startsWith("the account is locked out by outgoing; no rule is asked\n")
                .endsWith("action=554 5.7.1 This account is locked and cannot send mail; please ask your postmaster\n");
        assertThat(decide.run(List.of("text", "sasl_username=bob@example.org"))).endsWith("action=DUNNO\n");
    }

    @Test
    void countsNothingAndTellsNobodyWhenItOnlyLooks() throws AdminException {
        for (int i = 0; i < 5; i++) {
            assertThat(decide.run(List.of(
                            "text", ALICE, "protocol_state=END-OF-MESSAGE", "recipient_count=9", "instance=" + i)))
                    .contains("outgoing: has no objection");
        }
        assertThat(limit("show", "text")).isEqualTo("\n");
        assertThat(breaches).isEmpty();
        assertThat(sent(9)).isEqualTo("DUNNO");
        assertThat(decide.run(List.of("text", ALICE, "protocol_state=END-OF-MESSAGE", "recipient_count=2")))
                .contains("outgoing: decides: 450 4.7.1 ");
        assertThat(sent(1)).isEqualTo("DUNNO");
    }

    @Test
    void showsWhatIsCountedForOneAndForAll() throws AdminException {
        assertThat(sent(4)).isEqualTo("DUNNO");
        assertThat(limit("show", "text"))
                .isEqualTo("\ndomains\texample.org\t4 in 24h\noutgoing\talice@example.org\t4 in 1h\n");
        assertThat(limit("show", "text", "ALICE@example.org")).isEqualTo("""

                domains\texample.org\t4 in 24h
                outgoing\talice@example.org\t4 in 1h
                """);
        assertThat(limit("show", "text", "nobody@example.com")).isEqualTo("\n");
        assertThat(limit("show", "json", "alice@example.org"))
                .contains(
                        "{\"rule\":\"outgoing\",\"subject\":\"alice@example.org\",\"window-seconds\":3600,\"used\":4}");
    }

    @Test
    void forgetsWhatWasCountedForOneByOneRule() throws AdminException {
        assertThat(sent(10)).isEqualTo("DUNNO");
        assertThat(sent(1)).startsWith("450 ");
        assertThat(limit("reset", "outgoing", "Alice@Example.org")).isEqualTo(AdminLimit.DONE);
        assertThat(sent(1)).isEqualTo("DUNNO");
        assertThat(limit("reset", "outgoing", "bob@example.org")).isEqualTo(AdminLimit.NOTHING);
    }

    @Test
    void tellsOfABreachAgainAfterAReset() throws AdminException {
        for (int i = 0; i < 2; i++) {
            assertThat(sent(10)).isEqualTo("DUNNO");
            assertThat(sent(1)).startsWith("450 ");
            assertThat(limit("reset", "outgoing", "alice@example.org")).isEqualTo(AdminLimit.DONE);
        }
        assertThat(breaches.stream().filter("alice@example.org"::equals)).hasSize(4);
    }

    @Test
    void raisesLimitsForAWhileAndEndsThat() throws AdminException {
        assertThat(sent(10)).isEqualTo("DUNNO");
        assertThat(limit("raise", "outgoing", "alice@example.org", "20/1h", "3600"))
                .isEqualTo(AdminLimit.DONE);
        assertThat(sent(1)).isEqualTo("DUNNO");
        assertThat(limit("show", "text", "alice@example.org")).contains("alice@example.org\traised to 20/1h until ");
        assertThat(limit("raise", "outgoing", "alice@example.org", "20/1h", "0"))
                .isEqualTo(AdminLimit.DONE);
        assertThat(sent(1)).startsWith("450 ");
    }

    @Test
    void mapsSayLimitsForAWholeDomainToo() throws AdminException {
        assertThat(decide.run(List.of(
                        "text",
                        "sasl_username=x@example.net",
                        "protocol_state=END-OF-MESSAGE",
                        "recipient_count=1000000")))
                .contains("outgoing: has no objection");
        assertThat(decide.run(List.of("text", "sasl_username=carol@example.org")))
                .contains("outgoing: decides: 550 ");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> limit("reset", "outgong", "x"))
                .hasMessage("there is no rule with check = \"rate\" named \"outgong\"; did you mean outgoing?");
        assertThatThrownBy(() -> limit("raise", "outgoing", "x", "many", "5")).hasMessageContaining("100/1h");
        assertThatThrownBy(() -> limit("show")).hasMessageStartingWith("limit show");
        assertThatThrownBy(() -> decide.run(List.of("text", "=x"))).hasMessageContaining("NAME=VALUE");
        assertThatThrownBy(() -> decide.run(List.of("text", "protocol_state=EOM")))
                .hasMessageStartingWith("protocol_state must be one of CONNECT, EHLO, ");
    }
}
