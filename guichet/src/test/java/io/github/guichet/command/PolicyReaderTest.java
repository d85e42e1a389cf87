package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.policyd.check.RateConfig;
import io.github.guichet.policyd.check.RateOver;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.OnUnavailable;
import io.github.guichet.policyd.wire.PolicyConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code [policy]} and {@code [state]} mean; what is wrong with them is in the broken configurations. */
class PolicyReaderTest {

    private static final String SOCKET = "[policy]\nlisten = \"unix:/run/p.sock\"\n[[policy.rule]]\nname = \"r\"\n";

    private static PolicySection policy(String toml) {
        return ConfigurationReaderTest.read(toml).configuration().policy().orElseThrow();
    }

    private static PolicyCheck check(String keys) {
        return policy(SOCKET + keys).rules().get(0).check();
    }

    private static <C extends PolicyCheck> C full(String rule, Class<C> type) throws IOException {
        return type.cast(fullRule(rule).check());
    }

    private static PolicyRuleConfig fullRule(String name) throws IOException {
        return policy(ConfigurationReaderTest.full()).rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRuleWithoutOptionalKeysMeansTheDefaults() {
        PolicySection policy = policy(SOCKET + "action = \"HOLD\"\n");
        PolicyRuleConfig rule = policy.rules().get(0);
        assertThat(rule.check()).isInstanceOf(PolicyCheck.None.class);
        assertThat(rule.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(rule.onUnavailable()).isEqualTo(OnUnavailable.DEFER);
        assertThat(rule.action().orElseThrow().decision()).isEqualTo(Decision.HOLD);
        assertThat(rule.when()).isEmpty();
        assertThat(rule.unless()).isEmpty();
        assertThat(policy.daemon().limits()).isEqualTo(PolicyConfig.DEFAULT_LIMITS);
        assertThat(policy.deadline()).isEqualTo(Duration.ofSeconds(4));
        assertThat(policy.topLogins()).isEqualTo(10);
    }

    @Test
    void rulesKeepTheirOrder() throws IOException {
        assertThat(policy(ConfigurationReaderTest.full()).rules())
                .extracting(PolicyRuleConfig::name)
                .containsExactly("own addresses only", "recipients", "quota", "lists", "outgoing", "grey");
    }

    @Test
    void readsWhatTheDaemonGrants() throws IOException {
        PolicySection policy = policy(ConfigurationReaderTest.full());
        assertThat(policy.daemon().listen()).hasSize(2);
        assertThat(policy.daemon().limits().maxConnections()).isEqualTo(21);
        assertThat(policy.daemon().limits().idle()).isEqualTo(Duration.ofMinutes(6));
        assertThat(policy.daemon().limits().drain()).isEqualTo(Duration.ofSeconds(7));
        assertThat(policy.deadline()).isEqualTo(Duration.ofSeconds(6));
        assertThat(policy.topLogins()).isEqualTo(22);
    }

    @Test
    void readsTheKeysOfEveryRule() throws IOException {
        PolicyRuleConfig rule = fullRule("own addresses only");
        assertThat(rule.check()).isEqualTo(new PolicyCheck.SendAs(true, false));
        assertThat(rule.mode()).isEqualTo(Mode.OBSERVE);
        assertThat(rule.onUnavailable()).isEqualTo(OnUnavailable.DUNNO);
        assertThat(rule.when())
                .contains(
                        new ConditionConfig("sasl_username", new ConditionConfig.Wanted.Present(true)),
                        new ConditionConfig("sender", new ConditionConfig.Wanted.OneOf(List.of("@example.org"))),
                        new ConditionConfig("recipient", new ConditionConfig.Wanted.InMap("domains")),
                        new ConditionConfig("client_address", new ConditionConfig.Wanted.OneOf(List.of("10.0.0.0/8"))),
                        new ConditionConfig("helo_name", new ConditionConfig.Wanted.OneOf(List.of(".example.org"))))
                .hasSize(7);
        assertThat(rule.unless())
                .contains(
                        new ConditionConfig("recipient", new ConditionConfig.Wanted.Present(false)),
                        new ConditionConfig("sasl_method", new ConditionConfig.Wanted.InMap("domains")))
                .hasSize(7);
    }

    @Test
    void readsTheKeysOfEachCheck() throws IOException {
        assertThat(full("recipients", PolicyCheck.Recipient.class))
                .isEqualTo(
                        new PolicyCheck.Recipient(List.of("domains"), List.of("mailbox", "alias"), List.of("domains")));
        assertThat(full("quota", PolicyCheck.Quota.class))
                .isEqualTo(new PolicyCheck.Quota(
                        "domains",
                        "domains",
                        List.of("alias"),
                        List.of("domains"),
                        Duration.ofDays(2),
                        Duration.ofHours(12),
                        new StateStore.InSource("local")));
        assertThat(full("lists", PolicyCheck.ListAccess.class))
                .isEqualTo(new PolicyCheck.ListAccess("domains", List.of("alias")));
        assertThat(full("grey", PolicyCheck.Greylist.class))
                .isEqualTo(new PolicyCheck.Greylist(
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        Duration.ofDays(30),
                        new ClientPrefix(26, 56),
                        3,
                        4,
                        true,
                        new StateStore.InSource("local")));
    }

    @Test
    void readsTheKeysOfARate() throws Exception {
        PolicyCheck.Rate rate = full("outgoing", PolicyCheck.Rate.class);
        assertThat(rate.limitsMap()).contains("limits");
        assertThat(rate.store()).isEqualTo(new StateStore.InSource("db"));
        RateConfig config = rate.config();
        assertThat(config.rule()).isEqualTo("outgoing");
        assertThat(config.per()).isEqualTo(RateConfig.Per.CLIENT);
        assertThat(config.count()).isEqualTo(RateConfig.Count.BYTES);
        assertThat(config.limits()).isEqualTo(Limits.parse("100/1h,5MB/24h"));
        assertThat(config.over())
                .isInstanceOfSatisfying(
                        RateOver.Literal.class,
                        over -> assertThat(over.action().decision()).isEqualTo(Decision.HOLD));
        assertThat(config.warnAt()).isEqualTo(70);
        assertThat(config.lockout()).isFalse();
        assertThat(config.early()).isTrue();
        assertThat(config.prefix()).isEqualTo(new ClientPrefix(25, 48));
    }

    @Test
    void aRateOfLoginsMayLockThem() throws Exception {
        PolicyCheck.Rate rate = (PolicyCheck.Rate) check("check = \"rate\"\nlimits = \"5/1h\"\nlockout = true\n");
        assertThat(rate.config().lockout()).isTrue();
    }

    @Test
    void aRateCountsRecipientsOfLoginsUnlessSaid() throws Exception {
        PolicyCheck.Rate rate = (PolicyCheck.Rate) check("check = \"rate\"\nlimits = \"5/1h, 9/1d\"\n");
        assertThat(rate.config().per()).isEqualTo(RateConfig.Per.LOGIN);
        assertThat(rate.config().count()).isEqualTo(RateConfig.Count.RECIPIENTS);
        assertThat(rate.config().limits()).isEqualTo(Limits.parse("5/1h,9/1d"));
        assertThat(rate.config().over()).isEqualTo(RateOver.DEFER);
        assertThat(rate.config().warnAt()).isEqualTo(80);
        assertThat(rate.store()).isEqualTo(new StateStore.Memory());
    }

    @Test
    void limitsMayStandAlone() {
        PolicyCheck.Rate nothing = (PolicyCheck.Rate) check("check = \"rate\"\nlimits = [\"0\"]\n");
        assertThat(nothing.config().limits()).isEqualTo(Limits.NOTHING);
        PolicyCheck.Rate unlimited =
                (PolicyCheck.Rate) check("check = \"rate\"\nlimits = \"unlimited\"\nover = \"hold\"\n");
        assertThat(unlimited.config().limits()).isEqualTo(Limits.UNLIMITED);
        assertThat(unlimited.config().over()).isEqualTo(RateOver.HOLD);
    }

    @Test
    void stateIsKeptWhereCachesAreUnlessSaid() {
        assertThat(ConfigurationReaderTest.read("[cache]\nsnapshot = \"/a\"\n")
                        .configuration()
                        .state()
                        .directory())
                .contains(Path.of("/a"));
        assertThat(ConfigurationReaderTest.read("[cache]\nsnapshot = \"/a\"\n[state]\ndirectory = \"/b\"\n")
                        .configuration()
                        .state()
                        .directory())
                .contains(Path.of("/b"));
        assertThat(ConfigurationReaderTest.read("").configuration().state().directory())
                .isEmpty();
    }
}
