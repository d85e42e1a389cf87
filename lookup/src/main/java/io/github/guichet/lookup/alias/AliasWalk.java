package io.github.guichet.lookup.alias;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressList;
import io.github.guichet.lookup.key.MailAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The way from one address to its ends. As in cleanup(8) the first address that an alias leads to takes its place, the others
 * wait behind all that wait already. For one question; used by one thread at a time.
 */
final class AliasWalk {

    private final Table maps;
    private final AliasLimits limits;
    private final Trail trail;
    /** What was reached; those before {@link #at} are ends. */
    private final List<String> reached = new ArrayList<>(1);
    /** Each alias once, by its folded spelling. */
    private final Map<String, String> passed = new LinkedHashMap<>(2);
    /** Folded addresses that lead to themselves: they are not followed a second time. */
    private final Set<String> leadsToItself = new HashSet<>(2);
    /** Folded aliases on the way to the address that is followed now. */
    private final Set<String> way = new HashSet<>(2);

    private int at;

    AliasWalk(Table maps, AliasLimits limits, Trail trail, String address) {
        this.maps = maps;
        this.limits = limits;
        this.trail = trail;
        reached.add(address);
    }

    /** Goes on as long as answers are there, then waits for the next one. */
    CompletableFuture<Expansion> run() {
        while (at < reached.size()) {
            String address = reached.get(at);
            String folded = CaseFold.fold(address);
            if (leadsToItself.contains(folded)) {
                end();
                continue;
            }
            if (way.contains(folded)) {
                return tooMany("aliases lead to each other without end");
            }
            if (way.size() >= limits.depth()) {
                return tooMany("more than " + limits.depth() + " aliases follow one another");
            }
            CompletableFuture<Answer> answer = maps.lookup(address, trail);
            if (!answer.isDone()) {
                return answer.thenCompose(late -> take(address, folded, late)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(this::run));
            }
            Optional<Expansion> over = take(address, folded, answer.join());
            if (over.isPresent()) {
                return CompletableFuture.completedFuture(over.get());
            }
        }
        return CompletableFuture.completedFuture(new Expansion.Expanded(once(reached), List.copyOf(passed.values())));
    }

    /** Puts what an alias leads to in its place. Says something only if that is the end of the whole way. */
    private Optional<Expansion> take(String address, String folded, Answer answer) {
        if (answer instanceof Answer.Unavailable unavailable) {
            return Optional.of(new Expansion.Unavailable(unavailable.reason()));
        }
        if (!(answer instanceof Answer.Found found)) {
            end();
            return Optional.empty();
        }
        List<String> next = AddressList.split(found.value());
        if (next.isEmpty()) {
            return Optional.of(
                    new Expansion.Unavailable("the value for an alias in " + maps.name() + " is no address"));
        }
        passed.putIfAbsent(folded, address);
        way.add(folded);
        for (int i = 0; i < next.size(); i++) {
            String to = next.get(i).startsWith("@") ? sameLocalPart(address, next.get(i)) : next.get(i);
            if (isTooLong(to)) {
                return Optional.of(
                        new Expansion.TooMany("an alias leads to an address longer than " + limits.length()));
            }
            if (CaseFold.fold(to).equals(folded)) {
                leadsToItself.add(folded);
            }
            if (i == 0) {
                reached.set(at, to);
            } else {
                reached.add(to);
            }
            if (reached.size() > limits.addresses()) {
                return Optional.of(new Expansion.TooMany("it leads to more than " + limits.addresses() + " addresses"));
            }
        }
        return Optional.empty();
    }

    /** {@code @example.org} as a value means the same local part there. */
    private static String sameLocalPart(String address, String atDomain) {
        return MailAddress.of(address).in(atDomain.substring(1)).external();
    }

    private boolean isTooLong(String address) {
        int length = address.length();
        return length > limits.length()
                || (length * 3L > limits.length() && address.getBytes(StandardCharsets.UTF_8).length > limits.length());
    }

    private void end() {
        at++;
        way.clear();
    }

    private static CompletableFuture<Expansion> tooMany(String reason) {
        return CompletableFuture.completedFuture(new Expansion.TooMany(reason));
    }

    private static List<String> once(List<String> addresses) {
        if (addresses.size() == 1) {
            return addresses;
        }
        Map<String, String> once = new LinkedHashMap<>();
        addresses.forEach(address -> once.putIfAbsent(CaseFold.fold(address), address));
        return List.copyOf(once.values());
    }
}
