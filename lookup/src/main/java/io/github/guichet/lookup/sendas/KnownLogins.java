package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Which logins exist. */
final class KnownLogins {

    /** Whether a login is called like an address. */
    sealed interface Known {}

    /**
     * One is.
     *
     * @param login as it is called: the address, or for a domain of this host its local part
     */
    record Named(String login) implements Known {}

    /** None is, or nobody knows logins. */
    record Nobody() implements Known {}

    /**
     * Nobody could say.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements Known {}

    private static final Known NOBODY = new Nobody();
    private static final CompletableFuture<Known> NOBODY_NOW = CompletableFuture.completedFuture(NOBODY);

    private final AddressConfig config;
    private final Optional<Table> logins;

    KnownLogins(Optional<Table> logins, AddressConfig config) {
        this.config = config;
        this.logins = logins.map(table -> new SearchedTable(table, KeyRules.wholeName(config)));
    }

    /** Asks. */
    CompletableFuture<Known> named(MailAddress address) {
        if (logins.isEmpty() || address.local().isEmpty()) {
            return NOBODY_NOW;
        }
        String name = config.fold(address.external());
        return ask(name).thenCompose(known -> {
            boolean again = known instanceof Nobody && config.isLocal(config.fold(address.domain()));
            return again ? ask(config.fold(address.local())) : CompletableFuture.completedFuture(known);
        });
    }

    private CompletableFuture<Known> ask(String name) {
        return logins.orElseThrow().lookup(name, new Trail()).thenApply(answer -> {
            if (answer instanceof Answer.Unavailable unavailable) {
                return new Unavailable(unavailable.reason());
            }
            return answer instanceof Answer.Found ? new Named(name) : NOBODY;
        });
    }
}
