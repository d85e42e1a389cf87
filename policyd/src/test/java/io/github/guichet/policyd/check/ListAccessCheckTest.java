package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.alias.AliasMaps;
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

class ListAccessCheckTest {

    private final KnownTable access = KnownTable.of(
            "staff@example.org", "domain",
            "team@example.org", "members",
            "news@example.org", "editor@example.org, @press.example",
            "board@example.org", "members chair@other.example",
            "open@example.org", "anyone",
            "closed@example.org", "nobody");
    private final KnownTable aliases = KnownTable.of(
            "staff@example.org", "anna@example.org, bob@example.org",
            "team@example.org", "anna@example.org, carl+team@example.org, inner@example.org",
            "inner@example.org", "dora@example.org",
            "news@example.org", "anna@example.org",
            "board@example.org", "anna@example.org",
            "closed@example.org", "anna@example.org",
            "staff@alias.example", "staff@example.org",
            "public@example.org", "staff@example.org, x@foreign.example",
            "open@example.org", "staff@example.org");
    private final ListAccessCheck check = new ListAccessCheck(new ListAccessCheckConfig(
            access,
            new AliasMaps(List.of(aliases.searched("virtual_alias_maps"))),
            AddressConfig.DEFAULTS.withLocalDomains(Set.of("local.example"))));

    private String says(String login, String recipient) {
        return says(TypedRequest.at(
                Stage.RCPT,
                "recipient",
                recipient,
                "sasl_username",
                login,
                "sender",
                "anna@example.org",
                "client_address",
                "127.0.0.1"));
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
        "zoe@example.org, staff@example.org",
        "ZOE@EXAMPLE.org, Staff@Example.Org",
        "anna@example.org, team@example.org",
        "Anna@Example.org, team@example.org",
        "carl@example.org, team@example.org",
        "dora@example.org, team@example.org",
        "inner@example.org, team@example.org",
        "editor@example.org, news@example.org",
        "any@press.example, news@example.org",
        "chair@other.example, board@example.org",
        "anna@example.org, board@example.org",
        "'', anna@example.org",
        "'', a@foreign.example",
        "'', postmaster",
    })
    void letsThrough(String login, String recipient) {
        assertThat(says(login, recipient)).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zoe@other.example | staff@example.org | 550 5.7.1 This list takes mail from its own domain only",
                "zoe | staff@example.org | 550 5.7.1 This list takes mail from its own domain only",
                "'' | staff@example.org | 550 5.7.1 This list takes mail from its own domain only, and you are not logged in",
                "zoe@example.org | team@example.org | 550 5.7.1 This list takes mail from its members only",
                "team@example.org | team@example.org | 550 5.7.1 This list takes mail from its members only",
                "anna@example.org | news@example.org | 550 5.7.1 This list takes mail from certain senders only",
                "bob@example.org | board@example.org | 550 5.7.1 This list takes mail from its members and certain senders only",
                "anna@example.org | closed@example.org | 550 5.7.1 This list takes mail from certain senders only",
            })
    void refusesWhomTheListDoesNotWant(String login, String recipient, String reply) {
        assertThat(says(login, recipient)).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "STAFF@example.org",
        "staff+x@example.org",
        "staff@example.org.",
        "staff%example.org",
        "example.org!staff",
        "staff%example.org@local.example",
        "staff@alias.example",
        "Staff+tag@ALIAS.example.",
        "\"staff\"@example.org",
    })
    void noSpellingGetsAroundIt(String recipient) {
        assertThat(says("", recipient)).startsWith("550 5.7.1");
    }

    @Test
    void neitherTheSenderNorTheClientCounts() {
        assertThat(says("", "team@example.org")).startsWith("550 5.7.1");
    }

    @Test
    void aPublicAliasDoesNotOpenAnInternalList() {
        assertThat(says("", "public@example.org"))
                .isEqualTo(
                        "550 5.7.1 This address leads to a list that takes mail from its own domain only, and you are not"
                                + " logged in");
        assertThat(says("", "open@example.org")).startsWith("550 5.7.1 This address leads to a list");
        assertThat(says("zoe@example.org", "public@example.org")).isEqualTo("pass");
    }

    @Test
    void namesTheListBehindInTheLogOnly() {
        Verdict verdict = check.check(TypedRequest.at(Stage.RCPT, "recipient", "public@example.org"), Mode.ENFORCE)
                .join();

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Decide.class, decide -> {
            assertThat(decide.reason()).isEqualTo("it leads to staff@example.org, which is for its own domain");
            assertThat(decide.action().text()).doesNotContain("staff");
        });
    }

    @Test
    void anAliasThatSaysSoOpensAnInternalList() {
        access.rows.put("public@example.org", "opens");
        assertThat(says("", "public@example.org")).isEqualTo("pass");

        access.rows.put("public@example.org", "anyone, opens");
        assertThat(says("", "public@example.org")).isEqualTo("pass");

        access.rows.put("public@example.org", "friend@other.example opens");
        assertThat(says("friend@other.example", "public@example.org")).isEqualTo("pass");
        assertThat(says("", "public@example.org")).startsWith("550 5.7.1 This list");
    }

    @Test
    void anAliasOnTheWayOpensOnlyWhatItLeadsTo() {
        aliases.rows.put("all@example.org", "public@example.org, team@example.org");
        access.rows.put("public@example.org", "opens");

        assertThat(says("", "all@example.org")).contains("its members only");

        aliases.rows.put("all@example.org", "public@example.org");
        assertThat(says("", "all@example.org")).isEqualTo("pass");

        access.rows.put("public@example.org", "friend@other.example opens");
        assertThat(says("", "all@example.org")).startsWith("550 5.7.1");
        assertThat(says("friend@other.example", "all@example.org")).isEqualTo("pass");
    }

    @Test
    void anEntryForADomainGuardsAllOfIt() {
        access.rows.put("@internal.example", "domain");

        assertThat(says("", "any@internal.example")).startsWith("550 5.7.1");
        assertThat(says("a@internal.example", "any@internal.example")).isEqualTo("pass");
    }

    @Test
    void neverRefusesBecauseASourceIsDown() {
        aliases.down = true;
        assertThat(says("zoe@example.org", "team@example.org")).isEqualTo("known is down");
        assertThat(says("zoe@example.org", "staff@example.org")).isEqualTo("known is down");
        // What the list itself says is enough for this.
        assertThat(says("", "staff@example.org")).startsWith("550 5.7.1");

        aliases.down = false;
        access.down = true;
        assertThat(says("", "staff@example.org")).isEqualTo("known is down");
    }

    @Test
    void cannotSayAnythingOfAliasesWithoutEnd() {
        aliases.rows.put("a@example.org", "b@example.org");
        aliases.rows.put("b@example.org", "a@example.org");

        assertThat(says("", "a@example.org")).contains("without end");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RCPT", "VRFY"})
    void asksNobodyAtAnotherStage(Stage stage) {
        assertThat(says(TypedRequest.at(stage, "recipient", "staff@example.org")))
                .isEqualTo("pass");
        assertThat(access.asked).isEmpty();
    }

    @Test
    void waitsForSlowSources() {
        access.slow = true;
        aliases.slow = true;
        CompletableFuture<Verdict> verdict =
                check.check(TypedRequest.at(Stage.RCPT, "recipient", "public@example.org"), Mode.ENFORCE);
        for (int i = 0; i < 20 && !verdict.isDone(); i++) {
            access.letGo();
            aliases.letGo();
        }
        assertThat(words(verdict.join())).startsWith("550 5.7.1 This address leads to a list");
    }
}
