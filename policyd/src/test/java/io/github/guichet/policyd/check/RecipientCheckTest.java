package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.TypedRequest;
import io.github.guichet.policyd.rule.Verdict;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecipientCheckTest {

    private final KnownTable domains = KnownTable.of(
            "example.org", "x", "catchall.example", "x", "old.example", "x", "mx.example", "x", "local.example", "x");
    private final KnownTable aliases =
            KnownTable.of("team@example.org", "box@example.org", "@catchall.example", "box@example.org");
    private final KnownTable mailboxes = KnownTable.of("box@example.org", "example.org/box/");
    private final KnownTable elsewhere = KnownTable.of("mx.example", "x");
    private final RecipientCheck check = new RecipientCheck(new RecipientCheckConfig(
            List.of(domains.searched("virtual_mailbox_domains")),
            List.<Table>of(aliases.searched("virtual_alias_maps"), mailboxes.searched("virtual_mailbox_maps")),
            List.of(elsewhere.searched("relay_domains")),
            AddressConfig.DEFAULTS.withLocalDomains(Set.of("local.example"))));

    private String says(String recipient) {
        return says(TypedRequest.at(Stage.RCPT, "recipient", recipient));
    }

    private String says(PolicyRequest request) {
        CompletableFuture<Verdict> verdict = check.check(request, Mode.ENFORCE);
        assertThat(verdict).isDone();
        return words(verdict.join());
    }

    private static String words(Verdict verdict) {
        if (verdict instanceof Verdict.Decide decide) {
            return decide.action().text();
        }
        return verdict instanceof Verdict.Unavailable unavailable ? unavailable.reason() : "pass";
    }

    @ParameterizedTest
    @CsvSource({
        "box@example.org, known",
        "BOX@Example.Org, known",
        "box+tag@example.org, an extension",
        "team@example.org, an alias",
        "anything@catchall.example, a catch-all",
        "a@foreign.example, foreign",
        "a@sub.example.org, a domain below is another domain",
        "a@mx.example, another host knows",
        "postmaster, without a domain",
        "bob, without a domain",
        "a@[192.0.2.1], a literal that is not ours",
        "postmaster@local.example, Postfix takes it itself",
        "MAILER-DAEMON@local.example, Postfix takes it itself",
        "double-bounce@local.example, Postfix takes it itself",
        "'', no recipient",
    })
    void hasNothingAgainst(String recipient, String because) {
        assertThat(says(recipient)).as(because).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody@example.org",
        "nobody+tag@example.org",
        "nobody@EXAMPLE.org.",
        "nobody%example.org",
        "example.org!nobody",
        "postmaster@example.org",
        "double-bounce@example.org",
        "box@old.example",
        "nobody@local.example",
        "\"a b\"@example.org",
    })
    void refusesWhomNobodyKnows(String recipient) {
        assertThat(says(recipient)).isEqualTo("550 5.1.1 User unknown");
    }

    @Test
    void tellsProbesAndBouncesTheSame() {
        assertThat(says(TypedRequest.at(Stage.RCPT, "recipient", "nobody@example.org", "sender", "")))
                .startsWith("550 5.1.1");
        assertThat(says(TypedRequest.at(
                        Stage.RCPT, "recipient", "box@example.org", "sender", "double-bounce@probe.example")))
                .isEqualTo("pass");
        assertThat(says(TypedRequest.at(Stage.VRFY, "recipient", "nobody@example.org")))
                .startsWith("550 5.1.1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RCPT", "VRFY"})
    void asksNobodyAtAnotherStage(Stage stage) {
        assertThat(says(TypedRequest.at(stage, "recipient", "nobody@example.org")))
                .isEqualTo("pass");
        assertThat(domains.asked).isEmpty();
    }

    @Test
    void asksOnlyAboutTheDomainOfForeignMail() {
        says("a@foreign.example");

        assertThat(elsewhere.asked).isEmpty();
        assertThat(aliases.asked).isEmpty();
    }

    @Test
    void neverRefusesBecauseASourceIsDown() {
        mailboxes.down = true;

        assertThat(says("nobody@example.org")).isEqualTo("known is down");
        assertThat(says("team@example.org")).isEqualTo("pass");
        assertThat(says("a@foreign.example")).isEqualTo("pass");
        assertThat(says("a@mx.example")).isEqualTo("pass");
    }

    @Test
    void oneMapThatIsDownDoesNotMatterIfAnotherKnows() {
        aliases.down = true;

        assertThat(says("box@example.org")).isEqualTo("pass");
        assertThat(says("nobody@example.org")).isEqualTo("known is down");
    }

    @Test
    void doesNotKnowWhoseDomainItIs() {
        domains.down = true;

        assertThat(says("nobody@example.org")).isEqualTo("known is down");
        assertThat(says("box@example.org")).isEqualTo("pass");
        assertThat(says("a@mx.example")).isEqualTo("pass");

        domains.down = false;
        elsewhere.down = true;
        assertThat(says("nobody@example.org")).isEqualTo("known is down");
        assertThat(says("box@example.org")).isEqualTo("pass");
        assertThat(says("a@foreign.example")).isEqualTo("pass");
    }

    @Test
    void waitsForSlowSources() {
        for (KnownTable table : List.of(domains, aliases, mailboxes, elsewhere)) {
            table.slow = true;
        }
        CompletableFuture<Verdict> verdict =
                check.check(TypedRequest.at(Stage.RCPT, "recipient", "nobody@example.org"), Mode.ENFORCE);
        assertThat(verdict).isNotDone();
        for (KnownTable table : List.of(domains, elsewhere, aliases, mailboxes)) {
            table.letGo();
        }
        assertThat(words(verdict.join())).isEqualTo("550 5.1.1 User unknown");
    }
}
