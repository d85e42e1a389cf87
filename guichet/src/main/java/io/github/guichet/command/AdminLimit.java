package io.github.guichet.command;

import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.CounterStoreException;
import io.github.guichet.lookup.counter.Counters;
import io.github.guichet.lookup.counter.Counters.Counted;
import io.github.guichet.lookup.counter.LimitSyntaxException;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.policyd.check.RateCheck;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.Nearest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Answers {@code guichet limit}: {@code show json|text [SUBJECT]}, {@code reset RULE SUBJECT}, {@code raise RULE SUBJECT LIMITS
 * SECONDS}.
 */
final class AdminLimit implements AdminCommand {

    static final String NAME = "limit";
    static final String DONE = "done\n";
    static final String NOTHING = "nothing\n";
    /** How a reply begins when a store did not answer; the reason follows. */
    static final String AWAY = "away ";

    /** How many counts of one store are shown at most. */
    private static final int MOST = 10_000;

    private final Map<String, RateSubjects> rules = new LinkedHashMap<>();
    private final Map<String, RateCheck> checks = new HashMap<>();
    private final CounterStores stores;

    /**
     * The command for the rules that count.
     *
     * @param open the rules themselves, which remember what they told of somebody
     */
    AdminLimit(List<PolicyRuleConfig> configs, List<Rule> open, CounterStores stores) {
        open.forEach(rule -> {
            if (rule.check() instanceof RateCheck check) {
                checks.put(rule.name(), check);
            }
        });
        configs.forEach(config -> {
            if (config.check() instanceof PolicyCheck.Rate rate) {
                rules.put(config.name(), new RateSubjects(rate));
            }
        });
        this.stores = stores;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        String what = arguments.isEmpty() ? "" : arguments.get(0);
        int words = arguments.size();
        try {
            return run(what, words, arguments);
        } catch (CompletionException e) {
            if (e.getCause() instanceof CounterStoreException away) {
                return AWAY + away.getMessage();
            }
            throw e;
        }
    }

    private String run(String what, int words, List<String> arguments) throws AdminException {
        if (what.equals("show") && (words == 2 || words == 3)) {
            return show(arguments.get(1).equals("json"), words == 3 ? Optional.of(arguments.get(2)) : Optional.empty());
        } else if (what.equals("reset") && words == 3) {
            return reset(arguments.get(1), key(arguments.get(1), arguments.get(2)));
        } else if (what.equals("raise") && words == 5) {
            return raise(arguments);
        }
        throw new AdminException(
                "limit show json|text [SUBJECT], reset RULE SUBJECT, or raise RULE SUBJECT LIMITS SECONDS");
    }

    private String reset(String rule, CounterKey key) throws AdminException {
        Counters counters = store(rule).counters();
        Set<Long> windows = counters.show(Optional.of(key.subject()), MOST).join().stream()
                .map(Counted::window)
                .collect(Collectors.toSet());
        boolean counted = counters.reset(key).join();
        RateCheck check = checks.get(rule);
        if (check != null) {
            check.forgetTold(key.subject(), windows).join();
        }
        return counted ? DONE : NOTHING;
    }

    private String raise(List<String> arguments) throws AdminException {
        CounterKey key = key(arguments.get(1), arguments.get(2));
        try {
            Limits limits = Limits.parse(arguments.get(3));
            Instant until = Instant.now().plus(Duration.ofSeconds(Long.parseLong(arguments.get(4))));
            return store(arguments.get(1))
                            .counters()
                            .raise(new Raise(key, limits.list(), until))
                            .join()
                    ? DONE
                    : NOTHING;
        } catch (LimitSyntaxException | NumberFormatException e) {
            throw new AdminException(String.valueOf(e.getMessage()));
        }
    }

    private CounterKey key(String rule, String subject) throws AdminException {
        return new CounterKey(rule, subjects(rule).of(subject));
    }

    private CounterStore store(String rule) throws AdminException {
        return stores.open(subjects(rule).store());
    }

    private RateSubjects subjects(String rule) throws AdminException {
        RateSubjects subjects = rules.get(rule);
        if (subjects == null) {
            throw new AdminException("there is no rule with check = \"rate\" named \"" + rule + "\""
                    + Nearest.suggestion(rule, rules.keySet()));
        }
        return subjects;
    }

    /** The first line says which stores do not answer; the rest is what the others say. */
    private String show(boolean asJson, Optional<String> typed) {
        List<Counted> counts = new ArrayList<>();
        List<Raise> raises = new ArrayList<>();
        Set<String> away = new LinkedHashSet<>();
        for (CounterStore store : stores.all()) {
            List<String> subjects = typed.isEmpty() ? List.of("") : forms(typed.get());
            for (String subject : subjects) {
                Optional<String> only = typed.map(t -> subject);
                counts.addAll(counted(store, only, away));
                store.counters().raises().stream()
                        .filter(raise -> only.map(raise.key().subject()::equals).orElse(true))
                        .forEach(raises::add);
            }
        }
        return String.join(", ", away)
                + "\n"
                + (asJson ? LimitsShown.json(counts, raises) : LimitsShown.text(counts, raises));
    }

    private static List<Counted> counted(CounterStore store, Optional<String> subject, Set<String> away) {
        try {
            return store.counters().show(subject, MOST).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CounterStoreException) {
                away.add(store.name());
                return List.of();
            }
            throw e;
        }
    }

    /** How the rules might have written what somebody typed. */
    private List<String> forms(String typed) {
        return rules.values().stream().map(s -> s.of(typed)).distinct().toList();
    }
}
