package io.github.guichet.doctor;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.Trail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Each source takes a connection, and each map and the accounts can ask it about a key that nobody has, quickly. */
final class SourcesExamination implements Examination {

    /** RFC 2606 keeps this domain free; the key has all the parts that a query may use. */
    static final String KEY = "guichet.doctor@check.guichet.example.invalid";

    private static final int AGAIN = 3;

    private final Setup setup;
    private final Duration slow;

    SourcesExamination(Setup setup, Duration slow) {
        this.setup = setup;
        this.slow = slow;
    }

    @Override
    public String name() {
        return "sources";
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        Set<String> down = new HashSet<>();
        for (Source source : setup.sources()) {
            try {
                source.connect();
            } catch (SourceException e) {
                down.add(source.name());
                findings.add(Finding.error(
                        "source " + source.name() + " cannot be used: " + e.getMessage(),
                        advice(String.valueOf(e.getMessage()))));
            }
        }
        for (MapFacts map : setup.maps()) {
            ask(map, down).ifPresent(findings::add);
        }
        setup.account()
                .get()
                .filter(why -> down.stream().noneMatch(source -> why.contains("source " + source + " ")))
                .ifPresent(why -> findings.add(query("accounts", why)));
        return Finding.or(
                findings,
                setup.sources().size() + " sources answer, and all "
                        + setup.maps().size() + " maps within " + slow.toMillis() + " ms");
    }

    private Optional<Finding> ask(MapFacts map, Set<String> down) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < AGAIN; i++) { // the first one connects; a busy machine delays any one
            long began = System.nanoTime();
            Answer answer = map.exact().lookup(KEY, new Trail()).join();
            best = Math.min(best, System.nanoTime() - began);
            if (answer instanceof Answer.Unavailable unavailable) {
                return down.stream().anyMatch(source -> unavailable.reason().contains("source " + source + " "))
                        ? Optional.empty()
                        : Optional.of(query("map " + map.name(), unavailable.reason()));
            }
        }
        return best < slow.toNanos() ? Optional.empty() : Optional.of(slow(map, best / 1_000_000));
    }

    private Finding slow(MapFacts map, long millis) {
        String key = "map." + map.name();
        String what = "map " + map.name() + " takes " + millis + " ms for a key that nobody has; " + slow.toMillis()
                + " ms and more are slow";
        return setup.ldapQuestions().stream()
                .filter(q -> q.key().equals(key))
                .findFirst()
                .map(q -> Finding.warning(
                        what,
                        "The directory probably has no index for an attribute of the filter " + q.filter()
                                + ". Its indexes cannot be read over LDAP; slapd logs \"not indexed\" when it misses one."
                                + " For OpenLDAP, by ldapmodify(1) as its administrator",
                        LdapFilterAttributes.indexLines(q.filter()).toArray(String[]::new)))
                .orElseGet(() -> Finding.warning(
                        what,
                        "See what the examination \"indexes\" says; otherwise the database is far away or overloaded",
                        "guichet doctor --only indexes"));
    }

    /** A query that the database refuses. */
    private static Finding query(String who, String why) {
        return Finding.error(who + " cannot be asked: " + why, advice(why));
    }

    /** What most often is behind a message of a database or directory. */
    static String advice(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("unknown column")
                || text.contains("no such column")
                || (text.contains("does not exist") && text.contains("column"))) {
            return "The table has no such column: the query is for another version of the schema. Compare it with the table, or"
                    + " upgrade PostfixAdmin's database (setup.php)";
        } else if (text.contains("doesn't exist")
                || text.contains("no such table")
                || text.contains("does not exist")) {
            return "There is no such table or view in this database: is it the right database, and has its user the right to"
                    + " read it (GRANT SELECT)?";
        } else if (text.contains("denied")
                || text.contains("authentication failed")
                || text.contains("invalid credentials")) {
            return "User or password are wrong, or the user has no right to read that";
        } else if (text.contains("certif") || text.contains("pkix") || text.contains("ssl") || text.contains("tls")) {
            return "The server's certificate is not trusted or made out to another name: set ca-file to the certificate of the"
                    + " authority that issued it. The examination \"tls\" shows it";
        } else if (text.contains("refused")
                || text.contains("unreachable")
                || text.contains("timed out")
                || text.contains("no route")) {
            return "Nobody listens there, or a firewall is in between: is the server running, and listening on this address?";
        }
        return "Correct the source or the query";
    }
}
