package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.server.Position;
import io.github.guichet.server.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries what a configuration refers to: logs in to every source, and asks every map and the accounts a key that hardly anybody has. */
final class ConnectCheck {

    /** RFC 2606 keeps this domain free; the key has all the parts that a query may use. */
    private static final String KEY = "guichet.check+extension@check.guichet.example.invalid";

    private ConnectCheck() {}

    /** Tries, for as long as the sources' deadlines take. */
    static void check(Path file, Configuration configuration) throws BadConfigurationException {
        List<Problem> problems = new ArrayList<>();
        Set<String> down = new HashSet<>();
        try (RunningConfiguration running = RunningConfiguration.forCheck(configuration)) {
            for (String name : configuration.sources().keySet()) {
                Source unused = running.openSource(name);
            }
            for (Source source : running.sources()) {
                try {
                    source.connect();
                } catch (SourceException e) {
                    down.add(source.name());
                    problems.add(problem(file, "source." + source.name(), String.valueOf(e.getMessage())));
                }
            }
            running.maps().values().stream()
                    .sorted((a, b) -> a.config().name().compareTo(b.config().name()))
                    .forEach(map -> {
                        Answer answer = map.exact().lookup(KEY, new Trail()).join();
                        if (answer instanceof Answer.Unavailable unavailable
                                && down.stream().noneMatch(source -> blames(unavailable.reason(), source))) {
                            problems.add(problem(file, "map." + map.config().name(), unavailable.reason()));
                        }
                    });
            // Where this runs as another user than the daemon, it may see less: only what is not there at all is
            // certain.
            configuration
                    .state()
                    .directory()
                    .filter(directory -> configuration.policy().isPresent() && !Files.isDirectory(directory))
                    .ifPresent(directory -> problems.add(problem(
                            file,
                            "state.directory",
                            directory
                                    + " is no directory: limits and locked accounts would be forgotten at a restart")));
            stores(configuration, running).forEach((key, reason) -> {
                if (down.stream().noneMatch(source -> blames(reason, source))) {
                    problems.add(problem(file, key, reason));
                }
            });
            running.accounts()
                    .ifPresent(accounts -> questions(accounts, lists(configuration))
                            .forEach((key, reason) -> {
                                if (down.stream().noneMatch(source -> blames(reason, source))) {
                                    problems.add(problem(file, "accounts." + key, reason));
                                }
                            }));
        }
        if (!problems.isEmpty()) {
            throw new BadConfigurationException(problems);
        }
    }

    /** Which databases cannot be counted in, and why. */
    private static Map<String, String> stores(Configuration configuration, RunningConfiguration running) {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (CounterStores stores = new CounterStores(configuration, running, LookupObserver.NONE)) {
            configuration
                    .policy()
                    .ifPresent(policy -> policy.rules().stream()
                            .flatMap(rule -> StateStore.of(rule.check()).stream())
                            .filter(StateStore.InSource.class::isInstance)
                            .distinct()
                            .map(stores::open)
                            .forEach(store -> {
                                CounterKey key = new CounterKey("guichet check-config", KEY);
                                CountAnswer answer = store.counters()
                                        .look(key, 1, List.of(new Limit(1, Duration.ofHours(1))))
                                        .join();
                                if (answer instanceof CountAnswer.Unavailable unavailable) {
                                    reasons.put("source." + store.name(), unavailable.reason());
                                }
                            }));
        }
        return reasons;
    }

    /** A query that nobody wrote is not tried. */
    private static boolean lists(Configuration configuration) {
        return configuration
                .accounts()
                .filter(a -> a.kind() instanceof AccountsKind.DovecotSql sql
                        && !sql.file().saysHowToIterate())
                .isEmpty();
    }

    /** What the tables of accounts and the list of users could not be asked, and why. */
    static Map<String, String> questions(Accounts accounts, boolean lists) {
        Map<String, String> reasons = new LinkedHashMap<>();
        AccountRequest nobody = new AccountRequest(KEY, Map.of("service", "doveadm", AccountSource.PASSWORD, ""));
        accounts.passwords()
                .ifPresent(table ->
                        reason(table.lookup(nobody).join()).ifPresent(reason -> reasons.put("password", reason)));
        accounts.users()
                .ifPresent(
                        table -> reason(table.lookup(nobody).join()).ifPresent(reason -> reasons.put("user", reason)));
        accounts.list().filter(list -> lists).ifPresent(list -> {
            if (list.users() instanceof Keys.Unavailable unavailable) {
                reasons.put("iterate", unavailable.reason());
            }
        });
        return reasons;
    }

    private static Optional<String> reason(AccountAnswer answer) {
        return answer instanceof AccountAnswer.Unavailable unavailable
                ? Optional.of(unavailable.reason())
                : Optional.empty();
    }

    /** A source begins its reasons so; its bare name may stand in any message of a database. */
    private static boolean blames(String reason, String source) {
        return reason.contains("source " + source + " ");
    }

    static Problem problem(Path file, String key, String message) {
        return new Problem(file.toString(), Position.NONE, key, Printable.clipped(message));
    }
}
