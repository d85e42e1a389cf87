package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The distinct failures of one network, the oldest first; bounded. Safe for use by many threads. */
final class NetworkFailures {

    /** Of the name only the fingerprint: a client writes names of kilobytes, and there are many networks. */
    private record Failure(Fingerprint user, long at) {}

    private final int most;
    private final Map<Fingerprint, Failure> failures = new LinkedHashMap<>();

    NetworkFailures(int most) {
        this.most = most;
    }

    /** Adds one, or makes a known one new again. */
    synchronized void add(Fingerprint user, Fingerprint guess, long now) {
        failures.remove(guess);
        if (failures.size() >= most) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(guess, new Failure(user, now));
    }

    /** How many are not older than a time; older ones are forgotten. */
    synchronized int count(long since) {
        Iterator<Failure> oldestFirst = failures.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().at() - since < 0) {
            oldestFirst.remove();
        }
        return failures.size();
    }

    /** How many of those are of one user. */
    synchronized int countOf(Fingerprint user, long since) {
        count(since);
        return (int)
                failures.values().stream().filter(f -> f.user().equals(user)).count();
    }

    synchronized void forget(Fingerprint user) {
        failures.values().removeIf(f -> f.user().equals(user));
    }
}
