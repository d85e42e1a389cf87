package io.github.guichet.milter.check;

import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.sendas.Owners;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsRight;
import io.github.guichet.lookup.sendas.SendAsRights;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Rights of logins: their own address, and what a test gives them. Can be down for some addresses, and slow. */
final class KnownRights implements SendAs {

    final List<String> asked = new ArrayList<>();
    final Set<String> down = new HashSet<>();
    boolean slow;
    private final Set<String> given = new HashSet<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();

    /** Gives a login some addresses. */
    KnownRights give(String login, String... addresses) {
        for (String address : addresses) {
            given.add(login + " " + identity(address));
        }
        return this;
    }

    @Override
    public CompletableFuture<SendAsVerdict> maySend(String login, String address, Trail trail) {
        asked.add(address);
        String identity = identity(address);
        boolean may = identity.equals(identity(login)) || given.contains(login + " " + identity);
        SendAsVerdict verdict = down.contains(identity)
                ? new SendAsVerdict.Unavailable("the rights are down")
                : may ? new SendAsVerdict.Allowed(SendAsRight.MAP, "test") : new SendAsVerdict.Refused(true);
        if (!slow) {
            return CompletableFuture.completedFuture(verdict);
        }
        CompletableFuture<SendAsVerdict> open = new CompletableFuture<>();
        held.add(() -> open.complete(verdict));
        return open;
    }

    /** Answers all that is held, and what is asked because of that. */
    void letGo() {
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    private static String identity(String address) {
        return MailAddress.of(address).bare(AddressConfig.DEFAULTS).identity(AddressConfig.DEFAULTS);
    }

    @Override
    public CompletableFuture<Owners> owners(String address, Trail trail) {
        throw new UnsupportedOperationException("no check asks for owners");
    }

    @Override
    public SendAsRights rights(String login) {
        throw new UnsupportedOperationException("no check lists rights");
    }
}
