package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsRight;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Which addresses a login may have in a header: by its rights, and by maps of exceptions. Safe for use by many threads. */
final class AddressRights {

    /**
     * What became of some addresses; those that are in neither are allowed.
     *
     * @param refused those that the login may not use
     * @param unknown those of which nobody could say
     * @param unavailable why not; there if there are any
     */
    record Standing(List<String> refused, List<String> unknown, Optional<String> unavailable) {}

    private static final CompletableFuture<SendAsVerdict> EXCEPTED =
            CompletableFuture.completedFuture(new SendAsVerdict.Allowed(SendAsRight.MAP, "exceptions"));

    private final SendAs rights;
    private final List<Table> exceptions;
    private final AddressConfig config;

    AddressRights(SendAs rights, List<Table> exceptions, AddressConfig config) {
        this.rights = rights;
        this.exceptions = List.copyOf(exceptions);
        this.config = config;
    }

    /** Asks each address once, one after the other, on the calling thread as long as answers are there. */
    CompletableFuture<Standing> ask(String login, Iterable<String> addresses) {
        return new Walk(login, addresses.iterator()).next();
    }

    private final class Walk {
        private final String login;
        private final Iterator<String> addresses;
        private final List<String> refused = new ArrayList<>(2);
        private final List<String> unknown = new ArrayList<>(2);
        private Optional<String> unavailable = Optional.empty();

        Walk(String login, Iterator<String> addresses) {
            this.login = login;
            this.addresses = addresses;
        }

        CompletableFuture<Standing> next() {
            while (addresses.hasNext()) {
                String address = addresses.next();
                CompletableFuture<SendAsVerdict> answer = may(login, address);
                if (!answer.isDone()) {
                    return answer.thenCompose(late -> {
                        take(address, late);
                        return next();
                    });
                }
                take(address, answer.join());
            }
            return CompletableFuture.completedFuture(new Standing(refused, unknown, unavailable));
        }

        private void take(String address, SendAsVerdict verdict) {
            if (verdict instanceof SendAsVerdict.Refused) {
                refused.add(address);
            } else if (verdict instanceof SendAsVerdict.Unavailable nobody) {
                unknown.add(address);
                unavailable = unavailable.or(() -> Optional.of(nobody.reason()));
            }
        }
    }

    /** Whether a login may use one address. The exceptions are asked only if its rights say that it may not. */
    CompletableFuture<SendAsVerdict> may(String login, String address) {
        if (address.isEmpty() || isRouted(address)) {
            return CompletableFuture.completedFuture(new SendAsVerdict.Refused(false));
        }
        CompletableFuture<SendAsVerdict> answer = rights.maySend(login, address, new Trail());
        if (exceptions.isEmpty() || !KeyCheck.canExist(address)) {
            return answer;
        }
        if (answer.isDone()) {
            return answer.join() instanceof SendAsVerdict.Refused ? excepted(login, address, answer) : answer;
        }
        return answer.thenCompose(
                late -> late instanceof SendAsVerdict.Refused ? excepted(login, address, answer) : answer);
    }

    /** {@code @relay:user@example.org}: Postfix strips the route from an envelope, but a reader sees it. */
    private static boolean isRouted(String address) {
        return address.startsWith("@") && address.indexOf(':') > 0;
    }

    private CompletableFuture<SendAsVerdict> excepted(
            String login, String address, CompletableFuture<SendAsVerdict> otherwise) {
        String key = config.fold(EnvelopeAddress.of(address, config).external());
        return KeyCheck.canExist(key) ? excepted(0, key, login, otherwise) : otherwise;
    }

    /** Any map will do; one that does not answer matters only if no other one has the exception. */
    private CompletableFuture<SendAsVerdict> excepted(
            int map, String key, String login, CompletableFuture<SendAsVerdict> otherwise) {
        if (map == exceptions.size()) {
            return otherwise;
        }
        Table table = exceptions.get(map);
        CompletableFuture<Answer> answer = table.lookup(key, new Trail());
        return answer.thenCompose(said -> {
            if (said instanceof Answer.Found found
                    && new LoginList(found.value(), config).holds(MailAddress.of(login))) {
                return EXCEPTED;
            }
            return excepted(map + 1, key, login, said instanceof Answer.Unavailable no ? unavailable(no) : otherwise);
        });
    }

    private static CompletableFuture<SendAsVerdict> unavailable(Answer.Unavailable unavailable) {
        return CompletableFuture.completedFuture(new SendAsVerdict.Unavailable(unavailable.reason()));
    }
}
