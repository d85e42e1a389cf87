package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.MailAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** All logins that have a right, each with the first one that it has. For one question. */
final class AllFinding implements Finding {

    private final KnownLogins logins;
    private final Map<String, Owners.Owner> owners = new LinkedHashMap<>();
    private Optional<String> unavailable = Optional.empty();
    private boolean owned;

    AllFinding(KnownLogins logins) {
        this.logins = logins;
    }

    /** All that were found, if everybody could say. */
    Owners owners() {
        return unavailable.isPresent()
                ? new Owners.Unavailable(unavailable.get())
                : new Owners.Known(List.copyOf(owners.values()), owned);
    }

    @Override
    public boolean listed(String list, SendAsRight right, String via) {
        owned |= right != SendAsRight.ANY_ADDRESS;
        for (String login : Login.list(list)) {
            add(login, right, via);
        }
        return false;
    }

    @Override
    public CompletableFuture<Boolean> named(MailAddress address, SendAsRight right, String via) {
        return logins.named(address).thenApply(known -> {
            if (known instanceof KnownLogins.Named named) {
                add(named.login(), right, via);
            } else if (known instanceof KnownLogins.Unavailable nobody) {
                unavailable(nobody.reason());
            }
            return false;
        });
    }

    @Override
    public boolean leadsTo(MailAddress address, SendAsRight right, String via) {
        add(address.external(), right, via);
        return false;
    }

    @Override
    public boolean mayBe(MailAddress address) {
        return true;
    }

    @Override
    public boolean wantsBareLogins() {
        return true;
    }

    @Override
    public void unavailable(String reason) {
        if (unavailable.isEmpty()) {
            unavailable = Optional.of(reason);
        }
    }

    private void add(String login, SendAsRight right, String via) {
        owned |= right != SendAsRight.ANY_ADDRESS;
        owners.putIfAbsent(CaseFold.fold(login), new Owners.Owner(login, right, via));
    }
}
