package io.github.guichet.lookup.sendas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.ScriptedTable;
import io.github.guichet.lookup.Trail;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SendAsProperties {

    private static final List<String> LOGINS = List.of("a@x.example", "b@x.example", "c@y.example", "d", "e");
    private static final List<String> ADDRESSES = List.of(
            "a@x.example",
            "b@x.example",
            "c@y.example",
            "l@x.example",
            "m@y.example",
            "d@here.example",
            "a+t@x.example",
            "l+t@x.example",
            "a@old.example",
            "l@old.example",
            "z@y.example");

    @Property(tries = 200)
    void allowsExactlyThoseThatItNamesAsOwners(
            @ForAll("entries") Map<String, String> senders,
            @ForAll("entries") Map<String, String> aliases,
            @ForAll("groups") Map<String, String> groups,
            @ForAll("switches") SendAsSwitches switches,
            @ForAll boolean late) {
        Site site = new Site();
        site.senders.rows.putAll(senders);
        site.aliases.rows.putAll(aliases);
        site.groups.rows.putAll(groups);
        site.aliasDomains.with("old.example", "x.example");
        LOGINS.forEach(login -> site.accounts.with(login, "1"));
        site.switches = switches;
        site.anyAddress = List.of("e");
        List<ScriptedTable> tables =
                List.of(site.senders, site.aliases, site.groups, site.aliasDomains, site.relays, site.accounts);
        tables.forEach(table -> table.hold = late);
        for (String address : ADDRESSES) {
            var owners = site.rules().owners(address, new Trail());
            letGo(tables, owners::isDone);
            List<String> names = ((Owners.Known) owners.join())
                    .owners().stream().map(Owners.Owner::login).toList();
            for (String login : LOGINS) {
                var verdict = site.rules().maySend(login, address, new Trail());
                letGo(tables, verdict::isDone);
                assertThat(verdict.join() instanceof SendAsVerdict.Allowed)
                        .as("%s as %s, owners %s", login, address, names)
                        .isEqualTo(names.contains(login));
            }
        }
    }

    private static void letGo(List<ScriptedTable> tables, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            tables.forEach(ScriptedTable::letGo);
        }
    }

    @Provide
    Arbitrary<Map<String, String>> entries() {
        Arbitrary<String> keys = Arbitraries.of(
                "a@x.example",
                "b@x.example",
                "l@x.example",
                "m@y.example",
                "l@old.example",
                "@x.example",
                "@y.example",
                "l+t@x.example");
        Arbitrary<String> values = Arbitraries.of(
                        "a@x.example",
                        "b@x.example",
                        "l@x.example",
                        "m@y.example",
                        "c@y.example",
                        "d",
                        "team",
                        "@y.example")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(list -> String.join(",", list));
        return Arbitraries.maps(keys, values).ofMaxSize(5);
    }

    @Provide
    Arbitrary<Map<String, String>> groups() {
        Arbitrary<String> members = Arbitraries.of("a@x.example", "d", "team", "more")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(list -> String.join(" ", list));
        return Arbitraries.maps(Arbitraries.of("team", "more"), members).ofMaxSize(2);
    }

    @Provide
    Arbitrary<SendAsSwitches> switches() {
        Arbitrary<Boolean> on = Arbitraries.of(true, true, false);
        return Combinators.combine(on, on, on, on, on, on, on).as(SendAsSwitches::new);
    }
}
