package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientsCheckTest {

    private final KnownTable limits = KnownTable.of(
            "list@example.org", "unlimited",
            "bob@example.org", "3",
            "@example.org", " 2 ",
            "203.0.113.9", "1",
            "nobody@example.org", "0",
            "wrong@example.org", "3 or so",
            "large@example.org", "99999999999");
    private final KnownTable domains = KnownTable.of("example.org", "yes", "xn--mller-kva.example", "yes");
    private final KnownTable allowed = KnownTable.of(
            "bob@example.org", "friend@example.com, @partner.example",
            "@example.org", "@partner.example",
            "boss@example.org", "*",
            "203.0.113.9", "printer@example.com");

    private static RecipientsCheck atMost(int max) {
        return check(OptionalInt.of(max), Optional.empty(), List.of(), false, Optional.empty());
    }

    private RecipientsCheck atMostByMap() {
        return check(OptionalInt.of(5), Optional.of(limits), List.of(), false, Optional.empty());
    }

    private RecipientsCheck atHome() {
        return check(OptionalInt.empty(), Optional.empty(), List.of(domains), true, Optional.of(allowed));
    }

    private static RecipientsCheck check(
            OptionalInt max, Optional<Table> maxMap, List<Table> domains, boolean refuse, Optional<Table> foreign) {
        return new RecipientsCheck(new RecipientsCheckConfig(
                max,
                maxMap,
                domains,
                refuse,
                foreign,
                AddressConfig.DEFAULTS.withLocalDomains(Set.of("here.example"))));
    }

    private static void refused(Verdict verdict, String reason) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Objection.class, objection -> {
            assertThat(objection.reason()).isEqualTo(reason);
            assertThat(objection.refusal().code()).isEqualTo(550);
            assertThat(objection.refusal().status()).hasValue("5.7.1");
            assertThat(objection.repair()).isEmpty();
        });
    }

    @Test
    void objectsToMoreThanTheNumber() {
        assertThat(TestMail.of().to("a@x.example", "b@x.example").askedOf(atMost(2)))
                .isEqualTo(Verdict.PASS);
        refused(
                TestMail.of().to("a@x.example", "b@x.example", "c@x.example").askedOf(atMost(2)),
                "3 recipients, 2 allowed");
        assertThat(atMost(2).needs()).isEqualTo(new Needs(Set.of(), Set.of(), true, Set.of()));
    }

    @Test
    void countsAlsoWhatIsNotKept() {
        refused(
                TestMail.of().to("a@x.example").recipients(5000).askedOf(atMost(1000)),
                "5000 recipients, 1000 allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "list@example.org, 1000, 0",
        "Bob@example.org, 3, 0",
        "bob@example.org, 4, 3",
        "carl@EXAMPLE.org, 2, 0",
        "carl@example.org, 3, 2",
        "carl@example.com, 5, 0",
        "carl@example.com, 6, 5",
        "nobody@example.org, 1, 0!",
        "carl, 6, 5"
    })
    void asksForTheLoginAndThenForItsDomain(String login, int count, String limit) {
        Verdict verdict = TestMail.of().login(login).recipients(count).askedOf(atMostByMap());
        if (limit.equals("0")) {
            assertThat(verdict).isEqualTo(Verdict.PASS);
        } else {
            refused(verdict, count + " recipients, " + limit.replace("!", "") + " allowed");
        }
    }

    @Test
    void asksForTheClientLast() {
        TestMail mail = TestMail.of().with("client_address", "203.0.113.9").recipients(2);
        refused(mail.askedOf(atMostByMap()), "2 recipients, 1 allowed");
        refused(mail.login("x@example.com").askedOf(atMostByMap()), "2 recipients, 1 allowed");
        assertThat(mail.login("x@example.org").askedOf(atMostByMap())).isEqualTo(Verdict.PASS);
        assertThat(mail.with("client_address", "unknown").askedOf(atMostByMap()))
                .isEqualTo(Verdict.PASS);
        assertThat(limits.asked).doesNotContain("unknown", "", "@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong@example.org", "large@example.org"})
    void aLimitThatCannotBeReadSaysNothing(String login) {
        assertThat(TestMail.of().login(login).recipients(1).askedOf(atMostByMap()))
                .isInstanceOfSatisfying(
                        Verdict.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("map known"));
    }

    @Test
    void anOutageIsNoLimit() {
        limits.down = true;
        assertThat(TestMail.of().login("bob@example.org").recipients(1).askedOf(atMostByMap()))
                .isEqualTo(new Verdict.Unavailable("known is down"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org",
                "a@EXAMPLE.org.",
                "a@müller.example",
                "a@here.example",
                "postmaster",
                "example.org!a",
                "a%example.org@here.example",
                "a@partner.example",
                "friend@example.com",
                "Friend+tag@example.com",
                "a%partner.example@example.org",
                "100%@example.org",
                "%a@example.org",
                "\"\\\"a%b\"@example.org"
            })
    void letsThroughWhatIsAtHomeOrAllowed(String recipient) {
        TestMail mail = TestMail.of().login("bob@example.org").to("x@example.org", recipient);
        assertThat(mail.askedOf(atHome())).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other@example.com",
                "a@sub.example.org",
                "a@example.org.example.com",
                "example.com!a",
                "other%example.com@here.example",
                "@example.org:other@example.com",
                "\"x@example.org\"@example.com",
                "other%example.com@example.org",
                "example.com!other@example.org",
                "\"other@example.com\"@example.org",
                "\"other@example.com@\"@example.org",
                "other%example.com%example.org@example.org"
            })
    void objectsToWhatGoesElsewhere(String recipient) {
        TestMail mail = TestMail.of().login("bob@example.org").to("x@example.org", recipient);
        refused(mail.askedOf(atHome()), "a foreign recipient");
    }

    @Test
    void objectsToMoreRoutesThanItFollows() {
        TestMail mail = TestMail.of().login("bob@example.org");
        String routes = "%example.org";
        assertThat(mail.to("x" + routes.repeat(20) + "@example.org").askedOf(atHome()))
                .isEqualTo(Verdict.PASS);
        refused(mail.to("x" + routes.repeat(21) + "@example.org").askedOf(atHome()), "a foreign recipient");
    }

    @Test
    void namesTheFirstAndCountsTheOthers() {
        TestMail mail = TestMail.of().login("carl").to("a@example.com", "b@example.org", "c@example.net\r\nx");
        Verdict verdict = mail.askedOf(atHome());
        refused(verdict, "2 foreign recipients");
        assertThat(((Verdict.Objection) verdict).refusal().lines())
                .containsExactly(
                        "you may not write to <a@example.com> and 1 other recipients: only to addresses of this site,"
                                + " or ask your administrator for the right to write to others");
    }

    @Test
    void asksForTheLoginThenItsDomainThenTheClient() {
        TestMail mail = TestMail.of().to("x@partner.example").with("client_address", "203.0.113.9");
        assertThat(mail.login("any@example.org").askedOf(atHome())).isEqualTo(Verdict.PASS);
        refused(mail.login("any@example.net").askedOf(atHome()), "a foreign recipient");
        assertThat(mail.to("printer@example.com").askedOf(atHome())).isEqualTo(Verdict.PASS);
        assertThat(mail.to("any@example.net").login("boss@example.org").askedOf(atHome()))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void asksForEachDomainOnce() {
        TestMail mail = TestMail.of().to("a@example.org", "b@example.org", "c@Example.org");
        assertThat(mail.askedOf(atHome())).isEqualTo(Verdict.PASS);
        assertThat(domains.asked).containsExactly("example.org");
        assertThat(allowed.asked).isEmpty();
    }

    @Test
    void asksForSoManyDomainsOnly() {
        String[] recipients = IntStream.rangeClosed(0, ForeignRecipients.MOST_DOMAINS)
                .mapToObj(i -> "x@d" + i + ".example")
                .toArray(String[]::new);
        String[] most = Arrays.copyOf(recipients, ForeignRecipients.MOST_DOMAINS);
        KnownTable hosted = KnownTable.of(Arrays.stream(recipients)
                .flatMap(to -> Stream.of(to.substring(2), "yes"))
                .toArray(String[]::new));
        RecipientsCheck check =
                check(OptionalInt.empty(), Optional.empty(), List.of(hosted), true, Optional.of(allowed));
        TestMail mail = TestMail.of().login("bob@example.org");
        assertThat(mail.to(most).askedOf(check)).isEqualTo(Verdict.PASS);

        hosted.asked.clear();
        refused(mail.to(recipients).askedOf(check), "more recipients than can be checked");
        assertThat(hosted.asked).hasSize(ForeignRecipients.MOST_DOMAINS);
        assertThat(mail.to(recipients).login("boss@example.org").askedOf(check)).isEqualTo(Verdict.PASS);
        recipients[ForeignRecipients.MOST_DOMAINS] = "x@partner.example";
        assertThat(mail.to(recipients).login("bob@example.org").askedOf(check)).isEqualTo(Verdict.PASS);
    }

    @Test
    void objectsToRecipientsThatNobodyKept() {
        TestMail mail = TestMail.of().to("a@example.org").recipients(2);
        refused(mail.login("bob@example.org").askedOf(atHome()), "more recipients than can be checked");
        assertThat(mail.login("boss@example.org").askedOf(atHome())).isEqualTo(Verdict.PASS);
    }

    @Test
    void anOutageOfTheDomainsMattersOnlyForOthers() {
        domains.down = true;
        TestMail mail = TestMail.of().login("bob@example.org");
        assertThat(mail.to("a@example.org").askedOf(atHome())).isEqualTo(new Verdict.Unavailable("known is down"));
        assertThat(mail.to("a@here.example", "friend@example.com").askedOf(atHome()))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void anOutageOfTheExceptionsMattersOnlyForForeignOnes() {
        allowed.down = true;
        TestMail mail = TestMail.of().login("bob@example.org");
        assertThat(mail.to("a@example.org").askedOf(atHome())).isEqualTo(Verdict.PASS);
        assertThat(mail.to("a@example.com").askedOf(atHome())).isEqualTo(new Verdict.Unavailable("known is down"));
    }

    @Test
    void anObjectionHoldsThoughTheLimitIsNotKnown() {
        limits.down = true;
        RecipientsCheck both =
                check(OptionalInt.empty(), Optional.of(limits), List.of(domains), true, Optional.empty());
        TestMail mail = TestMail.of().login("bob@example.org");
        refused(mail.to("a@example.com").askedOf(both), "a foreign recipient");
        assertThat(mail.to("a@example.org").askedOf(both)).isEqualTo(new Verdict.Unavailable("known is down"));
        assertThat(both.needs())
                .isEqualTo(new Needs(Set.of("sasl_username", "client_address"), Set.of(), true, Set.of()));
    }

    @Test
    void waitsForTheMaps() {
        limits.slow = true;
        domains.slow = true;
        allowed.slow = true;
        RecipientsCheck both =
                check(OptionalInt.empty(), Optional.of(limits), List.of(domains), true, Optional.of(allowed));
        TestMail mail = TestMail.of().login("carl@example.org").to("a@example.net", "b@partner.example");
        CompletableFuture<Verdict> open = both.check(mail.knownTo(both));
        assertThat(open).isNotDone();
        while (!open.isDone()) {
            limits.letGo();
            domains.letGo();
            allowed.letGo();
        }
        refused(open.join(), "a foreign recipient");
    }
}
