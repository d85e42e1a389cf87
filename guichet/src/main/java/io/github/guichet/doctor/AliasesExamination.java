package io.github.guichet.doctor;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.AliasLimits;
import io.github.guichet.lookup.alias.AliasMaps;
import io.github.guichet.lookup.alias.Expansion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Follows all aliases that the maps can list: those that lead nowhere, in circles, to too many, or into a closed list. */
final class AliasesExamination implements Examination {

    private static final int SHOWN = 8;

    private final Setup setup;
    private final Postfix postfix;
    private final int most;

    /**
     * An examination.
     *
     * @param most how many aliases are followed at most: each costs a few questions
     */
    AliasesExamination(Setup setup, Postfix postfix, int most) {
        this.setup = setup;
        this.postfix = postfix;
        this.most = most;
    }

    @Override
    public String name() {
        return "aliases";
    }

    /** What is wrong with aliases, each kind with its examples. */
    private static final class Faults {
        final Map<String, String> dangling = new TreeMap<>();
        final Map<String, String> endless = new TreeMap<>();
        final Map<String, String> blocked = new TreeMap<>();
        final Map<String, String> opened = new TreeMap<>();
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        List<MapFacts> maps = setup.mapsFor("virtual_alias_maps");
        if (maps.isEmpty()) {
            return List.of(Finding.ok("there is no map of aliases"));
        }
        List<Finding> findings = new ArrayList<>();
        Set<String> keys = keys(maps, findings);
        List<Table> tables = maps.stream().map(MapFacts::searched).toList();
        AliasMaps aliases = new AliasMaps(tables, limits());
        LocalAddresses local = new LocalAddresses(setup, namedDomains());
        Faults faults = new Faults();
        int looked = 0;
        for (String key : keys) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (looked >= most) {
                findings.add(Finding.note(
                        "only " + most + " of " + keys.size() + " aliases were followed",
                        "For all of them",
                        "guichet doctor --only aliases --aliases " + keys.size() + " --timeout 600"));
                break;
            }
            looked++;
            look(key, aliases, local, faults);
        }
        report(faults, findings);
        if (!local.isKnown() && looked > 0) {
            findings.add(Finding.note(
                    "there is no map for virtual_mailbox_maps, so nobody can say whether aliases lead to mailboxes that exist",
                    ""));
        }
        return Finding.or(findings, looked + " aliases lead to addresses that exist, without circles");
    }

    private Set<String> keys(List<MapFacts> maps, List<Finding> findings) {
        Set<String> keys = new LinkedHashSet<>();
        for (MapFacts map : maps) {
            Keys listed = map.exact().keys();
            if (listed instanceof Keys.Listed all) {
                keys.addAll(all.keys());
            } else if (listed instanceof Keys.Unlistable unlistable) {
                findings.add(Finding.note(
                        "map " + map.name() + ": " + unlistable.reason(), "Only listed aliases can be followed"));
            } else if (listed instanceof Keys.Unavailable unavailable) {
                findings.add(Finding.unknown("map " + map.name() + ": " + unavailable.reason(), ""));
            }
        }
        return keys;
    }

    private void look(String key, AliasMaps aliases, LocalAddresses local, Faults faults) {
        if (key.startsWith("@") || key.indexOf('@') < 0) {
            // A catch-all or a local name: where it leads is what is followed for its targets.
            targets(key).forEach(target -> follow(key, target, aliases, local, faults));
            return;
        }
        follow(key, key, aliases, local, faults);
    }

    private List<String> targets(String key) {
        List<String> targets = new ArrayList<>();
        for (MapFacts map : setup.mapsFor("virtual_alias_maps")) {
            if (map.exact().lookup(key, new Trail()).join() instanceof Answer.Found found) {
                io.github.guichet.lookup.key.AddressList.split(found.value()).stream()
                        .filter(a -> !a.startsWith("@"))
                        .forEach(targets::add);
            }
        }
        return targets;
    }

    private void follow(String key, String address, AliasMaps aliases, LocalAddresses local, Faults faults) {
        Expansion expansion = aliases.expand(address, new Trail()).join();
        if (expansion instanceof Expansion.TooMany tooMany) {
            faults.endless.put(key, tooMany.reason());
        } else if (expansion instanceof Expansion.Expanded expanded) {
            if (local.isKnown()) {
                List<String> nowhere =
                        expanded.finals().stream().filter(local::isDangling).toList();
                if (!nowhere.isEmpty()) {
                    faults.dangling.put(key, Finding.some(nowhere, 3));
                }
            }
            lists(key, expanded, faults);
        }
    }

    /** Lists for insiders that stand behind an alias that is open to all. */
    private void lists(String key, Expansion.Expanded expanded, Faults faults) {
        if (setup.accessMaps().isEmpty()) {
            return;
        }
        Set<String> own = access(key);
        boolean open = own.isEmpty() || own.contains("anyone") || own.equals(Set.of("opens"));
        if (!open) {
            return;
        }
        List<String> closed = expanded.passed().stream()
                .filter(alias -> !alias.equalsIgnoreCase(key))
                .filter(alias -> {
                    Set<String> words = access(alias);
                    return !words.isEmpty() && !words.contains("anyone");
                })
                .toList();
        if (!closed.isEmpty()) {
            (own.contains("opens") ? faults.opened : faults.blocked).put(key, Finding.some(closed, 3));
        }
    }

    private Set<String> access(String alias) {
        Set<String> words = new LinkedHashSet<>();
        for (MapFacts map : setup.accessMaps()) {
            if (map.searched().lookup(alias, new Trail()).join() instanceof Answer.Found found) {
                words.addAll(List.of(found.value().toLowerCase(Locale.ROOT).split("[,\\s]+")));
            }
        }
        return words;
    }

    private static void report(Faults faults, List<Finding> findings) {
        if (!faults.dangling.isEmpty()) {
            findings.add(Finding.warning(
                    faults.dangling.size()
                            + " aliases lead to local addresses that do not exist, so that mail to them bounces: "
                            + examples(faults.dangling, " -> "),
                    "Make the mailbox, correct the alias or remove it; this shows the way",
                    "guichet lookup MAP " + Finding.quoted(first(faults.dangling))));
        }
        if (!faults.endless.isEmpty()) {
            findings.add(Finding.error(
                    faults.endless.size() + " aliases are never delivered, Postfix puts their mail off: "
                            + examples(faults.endless, ": "),
                    "Break the circle at one of them; a list that is longer than virtual_alias_expansion_limit belongs into a"
                            + " mailing list manager, or raise the limit in main.cf and see cleanup(8)"));
        }
        if (!faults.blocked.isEmpty()) {
            findings.add(Finding.warning(
                    faults.blocked.size()
                            + " aliases are open to all and lead to lists for insiders; strangers are refused there: "
                            + examples(faults.blocked, " -> "),
                    "If they are to get through, say so in the map of list-access for the alias",
                    first(faults.blocked) + "    anyone opens"));
        }
        if (!faults.opened.isEmpty()) {
            findings.add(Finding.note(
                    faults.opened.size() + " aliases open lists for insiders to everybody, because they say \"opens\": "
                            + examples(faults.opened, " -> "),
                    "Right if it is meant so"));
        }
    }

    private static String first(Map<String, String> faults) {
        return faults.keySet().iterator().next();
    }

    private static String examples(Map<String, String> faults, String between) {
        Map<String, String> shown = new LinkedHashMap<>(faults);
        return Finding.some(
                shown.entrySet().stream()
                        .map(e -> e.getKey() + between + e.getValue())
                        .toList(),
                SHOWN);
    }

    private AliasLimits limits() throws InterruptedException {
        return new AliasLimits(
                number("virtual_alias_expansion_limit"),
                number("virtual_alias_recursion_limit"),
                number("virtual_alias_address_length_limit"));
    }

    private int number(String parameter) throws InterruptedException {
        try {
            String value = postfix.config().get(parameter);
            return value.matches("[1-9]\\d{0,6}") ? Integer.parseInt(value) : AliasLimits.POSTFIX.addresses();
        } catch (CannotLookException e) {
            return AliasLimits.POSTFIX.addresses();
        }
    }

    private Set<String> namedDomains() throws InterruptedException {
        try {
            PostfixConfig config = postfix.config();
            // Where other tables have mailboxes too, an address that ours do not have may be there.
            boolean onlyOurs = Optional.of(config.get("virtual_mailbox_maps"))
                    .filter(v -> v.contains("socketmap:") && v.split("[\\s,]+").length == 1)
                    .isPresent();
            return onlyOurs
                    ? LocalAddresses.named(config.get("virtual_mailbox_domains")).stream()
                            .collect(Collectors.toUnmodifiableSet())
                    : Set.of();
        } catch (CannotLookException e) {
            return Set.of();
        }
    }
}
