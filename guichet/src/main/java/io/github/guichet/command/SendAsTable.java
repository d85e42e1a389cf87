package io.github.guichet.command;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.sendas.Owners;
import io.github.guichet.lookup.sendas.SendAs;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;

/**
 * The rules of {@code [send-as]} as a map for {@code smtpd_sender_login_maps}: the logins that may send as an address, with commas, so that
 * Postfix's own restrictions come to the same verdict.
 */
final class SendAsTable implements Table {

    /** Owned, but by nobody: to Postfix a list without names. */
    private static final Answer NOBODY = new Answer.Found(",");

    private final String name;
    private final SendAs sendAs;
    private final boolean unowned;

    /**
     * A map.
     *
     * @param unowned whether an address that nobody owns is answered with those who may send as anything. To Postfix it is owned then,
     *     and reject_unauthenticated_sender_login_mismatch refuses it in mail from outside
     */
    SendAsTable(String name, SendAs sendAs, boolean unowned) {
        this.name = name;
        this.sendAs = sendAs;
        this.unowned = unowned;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        return sendAs.owners(key, trail).thenApply(owners -> {
            Answer answer = answer(owners);
            trail.step(name, key, answer, Served.CACHE, Duration.ZERO);
            return answer;
        });
    }

    private Answer answer(Owners owners) {
        if (owners instanceof Owners.Unavailable unavailable) {
            return new Answer.Unavailable(unavailable.reason());
        }
        Owners.Known known = (Owners.Known) owners;
        StringJoiner logins = new StringJoiner(",");
        if (known.owned() || unowned) {
            known.owners().stream()
                    .map(Owners.Owner::login)
                    .filter(SendAsTable::fits)
                    .forEach(logins::add);
        }
        if (logins.length() > 0) {
            return new Answer.Found(logins.toString());
        }
        return known.owned() ? NOBODY : Answer.NOT_FOUND;
    }

    /** A name with a separator in it cannot be told to Postfix, and parts of it could be somebody else's name. */
    private static boolean fits(String login) {
        return login.chars().noneMatch(c -> c == ',' || c <= ' ');
    }

    @Override
    public Keys keys() {
        return new Keys.Unlistable("the rules of [send-as] are not a list of addresses; list the maps that they ask");
    }
}
