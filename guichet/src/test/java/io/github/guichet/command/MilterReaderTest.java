package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.check.DisplayNameCheckConfig;
import io.github.guichet.milter.check.HeaderFromCheckConfig;
import io.github.guichet.milter.check.HeadersCheckConfig;
import io.github.guichet.milter.check.PrivacyCheckConfig;
import io.github.guichet.milter.check.SenderField;
import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.OnUnavailable;
import io.github.guichet.milter.wire.MilterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code [milter]} means; what is wrong with it is in the broken configurations. */
class MilterReaderTest {

    private static final String SOCKET =
            "[send-as]\n[milter]\nlisten = \"unix:/run/m.sock\"\n[[milter.rule]]\nname = \"r\"\n";

    private static MilterSection milter(String toml) {
        return ConfigurationReaderTest.read(toml).configuration().milter().orElseThrow();
    }

    private static MilterRuleConfig rule(String keys) {
        return milter(SOCKET + keys).rules().get(0);
    }

    private static MilterRuleConfig fullRule(String name) throws IOException {
        return milter(ConfigurationReaderTest.full()).rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSectionWithoutOptionalKeysMeansTheDefaults() {
        MilterSection milter = milter(SOCKET + "check = \"header-from\"\n");
        assertThat(milter.daemon().limits()).isEqualTo(MilterConfig.DEFAULT_LIMITS);
        assertThat(milter.deadline()).isEqualTo(Duration.ofSeconds(20));
        assertThat(milter.authservId()).isEmpty();
        assertThat(milter.maxHeaderBytes()).isEqualTo(256 * 1024);
        MilterRuleConfig rule = milter.rules().get(0);
        assertThat(rule.check())
                .isEqualTo(new MilterCheck.HeaderFrom(HeaderFromCheckConfig.USUAL_FIELDS, List.of(), true, false));
        assertThat(rule.text()).isEmpty();
        assertThat(rule.tagField()).isEqualTo("X-Guichet-Warning");
        assertThat(rule.when()).isEmpty();
        assertThat(rule.unless()).isEmpty();
    }

    @Test
    void readsWhatTheDaemonGrants() throws IOException {
        MilterSection milter = milter(ConfigurationReaderTest.full());
        assertThat(milter.daemon().listen()).hasSize(2);
        assertThat(milter.daemon().limits().maxConnections()).isEqualTo(23);
        assertThat(milter.daemon().limits().idle()).isEqualTo(Duration.ofHours(1));
        assertThat(milter.daemon().limits().drain()).isEqualTo(Duration.ofSeconds(8));
        assertThat(milter.deadline()).isEqualTo(Duration.ofSeconds(9));
        assertThat(milter.authservId()).contains("mx.example.org");
        assertThat(milter.maxHeaderBytes()).isEqualTo(128 * 1024);
    }

    @Test
    void rulesKeepTheirOrder() throws IOException {
        assertThat(milter(ConfigurationReaderTest.full()).rules())
                .extracting(MilterRuleConfig::name)
                .containsExactly("From: belongs to the login", "names", "results", "privacy", "fields", "recipients");
    }

    @Test
    void readsTheKeysOfEveryRule() throws IOException {
        MilterRuleConfig rule = fullRule("From: belongs to the login");
        assertThat(rule.mode()).isEqualTo(Mode.REJECT);
        assertThat(rule.onUnavailable()).isEqualTo(OnUnavailable.CONTINUE);
        assertThat(rule.text()).isPresent();
        assertThat(rule.when())
                .hasSize(5)
                .contains(
                        new ConditionConfig("sasl_username", new ConditionConfig.Wanted.Present(true)),
                        new ConditionConfig("recipient", new ConditionConfig.Wanted.InMap("domains")),
                        new ConditionConfig("helo_name", new ConditionConfig.Wanted.OneOf(List.of(".example.org"))));
        assertThat(rule.unless()).hasSize(5);
        assertThat(fullRule("names").tagField()).isEqualTo("X-Suspicious");
    }

    @Test
    void readsTheKeysOfEachCheck() throws IOException {
        assertThat(fullRule("From: belongs to the login").check())
                .isEqualTo(new MilterCheck.HeaderFrom(
                        Set.of(SenderField.FROM, SenderField.REPLY_TO, SenderField.RESENT_FROM),
                        List.of("domains"),
                        false,
                        true));
        assertThat(fullRule("names").check())
                .isEqualTo(new MilterCheck.DisplayName(Set.of(SenderField.SENDER), false, List.of("domains")));
        assertThat(fullRule("results").check())
                .isEqualTo(new MilterCheck.AuthResults(true, true, List.of("old.example.org"), false));
        assertThat(fullRule("privacy").check())
                .isEqualTo(new MilterCheck.Privacy(PrivacyCheckConfig.Received.REMOVE, List.of("X-Originating-IP")));
        assertThat(fullRule("recipients").check())
                .isEqualTo(new MilterCheck.Recipients(
                        OptionalInt.of(50),
                        java.util.Optional.of("limits"),
                        List.of("domains"),
                        true,
                        java.util.Optional.of("logins")));
    }

    @Test
    void readsFieldsWithTextsAndMaps() throws IOException {
        MilterCheck.Headers headers = (MilterCheck.Headers) fullRule("fields").check();
        assertThat(headers.remove()).containsExactly("X-A");
        assertThat(headers.set()).extracting(HeadersCheckConfig.Literal::name).containsExactly("X-B", "X-E");
        assertThat(headers.set().get(0).text().fill(fact -> "the " + fact, "r", "", 100))
                .isEqualTo("of the sasl_username");
        assertThat(headers.add()).extracting(HeadersCheckConfig.Literal::name).containsExactly("X-C");
        assertThat(headers.setMap())
                .containsExactly(
                        new MilterCheck.FieldFromMap("X-D", "domains", HeadersCheckConfig.Subject.LOGIN_DOMAIN));
        assertThat(headers.addMap())
                .containsExactly(new MilterCheck.FieldFromMap("X-F", "logins", HeadersCheckConfig.Subject.SENDER));
    }

    @ParameterizedTest
    @CsvSource({
        "header-from, OBSERVE, CONTINUE",
        "display-name, OBSERVE, CONTINUE",
        "auth-results, CHANGE, CONTINUE",
        "privacy, CHANGE, CONTINUE"
    })
    void aRuleThatObjectsOnlyObservesUntilToldOtherwise(String check, Mode mode, OnUnavailable unavailable) {
        MilterRuleConfig rule = rule("check = \"" + check + "\"\n");
        assertThat(rule.mode()).isEqualTo(mode);
        assertThat(rule.onUnavailable()).isEqualTo(unavailable);
    }

    @ParameterizedTest
    @CsvSource({"reject, TEMPFAIL", "quarantine, TEMPFAIL", "tag, CONTINUE", "observe, CONTINUE"})
    void mailWaitsForASourceWhereItCouldBeRefusedOrHeld(String mode, OnUnavailable unavailable) {
        MilterRuleConfig rule = rule("check = \"display-name\"\nmode = \"" + mode + "\"\n");
        assertThat(rule.onUnavailable()).isEqualTo(unavailable);
    }

    @Test
    void theOtherChecksHaveDefaultsThatDoSomething() {
        assertThat(rule("check = \"display-name\"\n").check())
                .isEqualTo(new MilterCheck.DisplayName(DisplayNameCheckConfig.USUAL_FIELDS, true, List.of()));
        assertThat(rule("check = \"auth-results\"\n").check())
                .isEqualTo(new MilterCheck.AuthResults(true, true, List.of(), true));
        assertThat(rule("check = \"privacy\"\n").check())
                .isEqualTo(new MilterCheck.Privacy(PrivacyCheckConfig.Received.SHORTEN, PrivacyCheckConfig.USUAL));
    }

    @Test
    void ownDomainsAloneMeanThatOthersAreRefused() {
        String map = "[map.own]\nvalues = { \"example.org\" = \"1\" }\n";
        MilterRuleConfig rule = milter(map + SOCKET + "check = \"recipients\"\ndomains = \"own\"\n")
                .rules()
                .get(0);
        assertThat(((MilterCheck.Recipients) rule.check()).refuseForeign()).isTrue();
        assertThat(((MilterCheck.Recipients)
                                rule("check = \"recipients\"\nmax = 5\n").check())
                        .refuseForeign())
                .isFalse();
    }
}
