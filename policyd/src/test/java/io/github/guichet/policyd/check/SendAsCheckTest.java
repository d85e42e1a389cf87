package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAsConfig;
import io.github.guichet.lookup.sendas.SendAsRules;
import io.github.guichet.lookup.sendas.SendAsSwitches;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendAsCheckTest {

    private static final Table SENDERS = new ValuesTable("senders", Map.of("info@x.example", "bob@x.example"));

    private final SendAsCheckConfig usual = new SendAsCheckConfig(false, true);

    @Test
    void passesWhatTheLoginMaySendAs() {
        assertThat(ask(usual, "bob@x.example", "Info@x.example")).isEqualTo(Verdict.PASS);
        assertThat(ask(usual, "bob@x.example", "bob+t@x.example")).isEqualTo(Verdict.PASS);
    }

    @Test
    void refusesWhatOthersOwnAndSaysWhatToDo() {
        Verdict.Decide decide = (Verdict.Decide) ask(usual, "eve@x.example", "info@x.example");
        assertThat(decide.action().decision()).isEqualTo(Decision.REJECT);
        assertThat(decide.action().text())
                .isEqualTo(
                        "553 5.7.1 <info@x.example> is not owned by user eve@x.example: send with an address of your own,"
                                + " or ask your administrator for the right to use this one");
    }

    @Test
    void refusesWhatNobodyOwnsUnlessToldNotTo() {
        assertThat(ask(usual, "eve@x.example", "who@y.example")).isInstanceOf(Verdict.Decide.class);
        assertThat(ask(new SendAsCheckConfig(false, false), "eve@x.example", "who@y.example"))
                .isEqualTo(Verdict.PASS);
        assertThat(ask(new SendAsCheckConfig(false, false), "eve@x.example", "info@x.example"))
                .isInstanceOf(Verdict.Decide.class);
    }

    @Test
    void refusesOwnedSendersWithoutALoginIfToldTo() {
        SendAsCheckConfig strict = new SendAsCheckConfig(true, true);
        assertThat(ask(usual, "", "info@x.example")).isEqualTo(Verdict.PASS);
        assertThat(ask(strict, "", "who@y.example")).isEqualTo(Verdict.PASS);
        Verdict.Decide decide = (Verdict.Decide) ask(strict, "", "info@x.example");
        assertThat(decide.action().text()).startsWith("553 5.7.1 <info@x.example> belongs to a user here");
    }

    @Test
    void neverRefusesTheNullSender() {
        assertThat(ask(new SendAsCheckConfig(true, true), "eve@x.example", "")).isEqualTo(Verdict.PASS);
        assertThat(ask(new SendAsCheckConfig(true, true), "", "")).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void saysTheSameAtEachStage(Stage stage) {
        SendAsCheck check = new SendAsCheck(rules(SENDERS), usual);
        assertThat(check.check(request(stage, "eve@x.example", "info@x.example"), Mode.ENFORCE)
                        .join())
                .isInstanceOf(Verdict.Decide.class);
    }

    @Test
    void leavesItToTheRuleWhenNobodyCouldSay() {
        SendAsCheck check = new SendAsCheck(rules(new Down()), new SendAsCheckConfig(true, true));
        for (String login : List.of("", "eve@x.example")) {
            assertThat(check.check(request(Stage.RCPT, login, "info@x.example"), Mode.ENFORCE)
                            .join())
                    .isEqualTo(new Verdict.Unavailable("senders are down"));
        }
        assertThat(check.check(request(Stage.RCPT, "a@x.example", "a@x.example"), Mode.ENFORCE)
                        .join())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void writesNothingIntoAReplyThatCouldBreakIt() {
        Verdict.Decide decide = (Verdict.Decide) ask(usual, "e\u202eve", "a".repeat(900) + "@x.example");
        assertThat(decide.action().text()).contains("by user e?ve").contains("aaa...>");
        assertThat(decide.action().text().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(512);
    }

    private static Verdict ask(SendAsCheckConfig config, String login, String sender) {
        return new SendAsCheck(rules(SENDERS), config)
                .check(request(Stage.RCPT, login, sender), Mode.ENFORCE)
                .join();
    }

    private static SendAsRules rules(Table senders) {
        return new SendAsRules(new SendAsConfig(
                AddressConfig.DEFAULTS,
                List.of(senders),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of("service"),
                List.of(),
                Optional.empty(),
                SendAsSwitches.ALL,
                Map.of()));
    }

    private static PolicyRequest request(Stage stage, String login, String sender) {
        Map<String, String> attributes = Map.of("sasl_username", login, "sender", sender);
        return new PolicyRequest() {
            @Override
            public Stage stage() {
                return stage;
            }

            @Override
            public Map<String, String> attributes() {
                return attributes;
            }

            @Override
            public String fact(String name) {
                return attributes.getOrDefault(name, "");
            }
        };
    }

    private static final class Down implements Table {
        @Override
        public String name() {
            return "senders";
        }

        @Override
        public CompletableFuture<Answer> lookup(String key, Trail trail) {
            return CompletableFuture.completedFuture(new Answer.Unavailable("senders are down"));
        }

        @Override
        public Keys keys() {
            return new Keys.Unavailable("senders are down");
        }
    }
}
