package io.github.guichet.command;

import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.Counters.Counted;
import io.github.guichet.lookup.counter.LimitSyntaxException;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.Nearest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers {@code guichet limit}: {@code show json|text [SUBJECT]}, {@code reset RULE SUBJECT}, {@code raise RULE SUBJECT LIMITS
 * SECONDS}.
 */
final class AdminLimit implements AdminCommand {

    static final String NAME = "limit";
    static final String DONE = "done\n";
    static final String NOTHING = "nothing\n";

    /** How many counts of one store are shown at most. */
    private static final int MOST = 10_000;

    private final Map<String, RateSubjects> rules = new LinkedHashMap<>();
    private final CounterStores stores;

    /** The command for the rules that count. */
    AdminLimit(List<PolicyRuleConfig> configs, CounterStores stores) {
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
        if (what.equals("show") && (words == 2 || words == 3)) {
            return show(arguments.get(1).equals("json"), words == 3 ? Optional.of(arguments.get(2)) : Optional.empty());
        } else if (what.equals("reset") && words == 3) {
            CounterKey key = key(arguments.get(1), arguments.get(2));
            return store(arguments.get(1)).counters().reset(key).join() ? DONE : NOTHING;
        } else if (what.equals("raise") && words == 5) {
            return raise(arguments);
        }
        throw new AdminException(
                "limit show json|text [SUBJECT], reset RULE SUBJECT, or raise RULE SUBJECT LIMITS SECONDS");
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

    private String show(boolean asJson, Optional<String> typed) {
        List<Counted> counts = new ArrayList<>();
        List<Raise> raises = new ArrayList<>();
        for (CounterStore store : stores.all()) {
            List<String> subjects = typed.isEmpty() ? List.of("") : forms(typed.get());
            for (String subject : subjects) {
                Optional<String> only = typed.map(t -> subject);
                counts.addAll(store.counters().show(only, MOST).join());
                store.counters().raises().stream()
                        .filter(raise -> only.map(raise.key().subject()::equals).orElse(true))
                        .forEach(raises::add);
            }
        }
        return asJson ? LimitsShown.json(counts, raises) : LimitsShown.text(counts, raises);
    }

    /** How the rules might have written what somebody typed. */
    private List<String> forms(String typed) {
        return rules.values().stream().map(s -> s.of(typed)).distinct().toList();
    }
}
