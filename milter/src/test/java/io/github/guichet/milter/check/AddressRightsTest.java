package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.SearchedTable;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRightsTest {

    private final KnownRights rights = new KnownRights();

    private SendAsVerdict may(String login, String address, Table... exceptions) {
        return new AddressRights(rights, List.of(exceptions), AddressConfig.DEFAULTS)
                .may(login, address)
                .join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice@example.org               | true",
                "bob@example.org, ALICE@Example.org | true",
                "bob@example.org,alice@example.org. | true",
                "@example.org                    | true",
                "@example.net @EXAMPLE.org       | true",
                "*                               | true",
                "bob@example.org                 | false",
                "@example.net                    | false",
                "@org                            | false",
                "alice                           | false",
                "@                               | false"
            })
    void anExceptionNamesLoginsTheirDomainsOrAll(String value, boolean allowed) {
        KnownTable exceptions = KnownTable.of("news@example.net", value);
        assertThat(may("alice@example.org", "News@Example.NET", exceptions) instanceof SendAsVerdict.Allowed)
                .isEqualTo(allowed);
    }

    @Test
    void anExceptionMayNameALoginThatIsNoAddress() {
        KnownTable exceptions = KnownTable.of("news@example.net", "scanner");
        assertThat(may("Scanner", "news@example.net", exceptions)).isInstanceOf(SendAsVerdict.Allowed.class);
        assertThat(may("scan", "news@example.net", exceptions)).isInstanceOf(SendAsVerdict.Refused.class);
    }

    @Test
    void exceptionsAreAskedOnlyAfterARefusal() {
        KnownTable exceptions = KnownTable.of();
        may("alice@example.org", "alice@example.org", exceptions);
        rights.down.add("news@example.net");
        assertThat(may("alice@example.org", "news@example.net", exceptions))
                .isInstanceOf(SendAsVerdict.Unavailable.class);
        assertThat(exceptions.asked).isEmpty();
        may("alice@example.org", "boss@example.org", exceptions);
        assertThat(exceptions.asked).containsExactly("boss@example.org");
    }

    @Test
    void exceptionsAreAskedWhatPostfixMakesOfAnAddress() {
        KnownTable exceptions = KnownTable.of();
        AddressRights local = new AddressRights(
                rights, List.of(exceptions), AddressConfig.DEFAULTS.withLocalDomains(Set.of("example.org")));
        local.may("alice@example.org", "boss%example.net@example.org").join();
        assertThat(exceptions.asked).containsExactly("boss@example.net");
    }

    @Test
    void aMapMayBeSearchedAsSenderLoginMapsAre() {
        Table searched = new SearchedTable(
                KnownTable.of("news@example.net", "alice@example.org", "@example.com", "alice@example.org"),
                KeyRules.senderLogins(AddressConfig.DEFAULTS));
        for (String allowed : List.of("news+x@example.net", "any@example.com")) {
            assertThat(may("alice@example.org", allowed, searched)).isInstanceOf(SendAsVerdict.Allowed.class);
        }
        assertThat(may("alice@example.org", "any@example.net", searched)).isInstanceOf(SendAsVerdict.Refused.class);
    }

    @Test
    void aMapOfExceptionsThatIsDownMattersOnlyIfNoOtherOneHasIt() {
        KnownTable down = KnownTable.of();
        down.down = true;
        KnownTable up = KnownTable.of("news@example.net", "*");
        assertThat(may("alice@example.org", "news@example.net", down, up)).isInstanceOf(SendAsVerdict.Allowed.class);
        assertThat(may("alice@example.org", "boss@example.net", down, up))
                .isEqualTo(new SendAsVerdict.Unavailable("known is down"));
        assertThat(may("alice@example.org", "boss@example.net", up, down))
                .isEqualTo(new SendAsVerdict.Unavailable("known is down"));
    }

    @Test
    void aRouteIsNotTakenOffAsInAnEnvelope() {
        SendAs real = OwnAddresses.only();
        AddressRights known = new AddressRights(real, List.of(), AddressConfig.DEFAULTS);
        assertThat(known.may("alice@example.org", "@boss:alice@example.org").join())
                .isInstanceOf(SendAsVerdict.Refused.class);
        assertThat(known.may("alice@example.org", "alice@example.org").join())
                .isInstanceOf(SendAsVerdict.Allowed.class);
    }

    @Test
    void nobodyIsAskedForWhatCannotBeAnAddress() {
        KnownTable exceptions = KnownTable.of();
        for (String address : List.of("", "a\u0000b@example.org", "a".repeat(3000))) {
            assertThat(may("alice@example.org", address, exceptions)).isInstanceOf(SendAsVerdict.Refused.class);
        }
        assertThat(exceptions.asked).isEmpty();
    }
}
