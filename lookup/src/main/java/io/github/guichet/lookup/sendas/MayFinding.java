package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.key.MailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Whether one login has a right: the first will do. For one question. */
final class MayFinding implements Finding {

    private final Login login;
    private final List<MailAddress> names = new ArrayList<>(2);
    private Optional<SendAsVerdict.Allowed> allowed = Optional.empty();
    private Optional<String> unavailable = Optional.empty();
    private boolean owned;

    MayFinding(Login login) {
        this.login = login;
    }

    /** The right that was found. */
    Optional<SendAsVerdict.Allowed> allowed() {
        return allowed;
    }

    /** Why this is not all. */
    Optional<String> unavailable() {
        return unavailable;
    }

    /** Whether somebody else has a right. */
    boolean owned() {
        return owned;
    }

    /** Names that a login with a right would have, if there is one. */
    List<MailAddress> names() {
        return names;
    }

    @Override
    public boolean listed(String logins, SendAsRight right, String via) {
        owned = true;
        return found(login.isIn(logins), right, via);
    }

    @Override
    public CompletableFuture<Boolean> named(MailAddress address, SendAsRight right, String via) {
        if (!login.isNamedLike(address)) {
            names.add(address);
            return Walked.ON;
        }
        return Walked.of(found(true, right, via));
    }

    @Override
    public boolean leadsTo(MailAddress address, SendAsRight right, String via) {
        owned = true;
        return found(login.isNamedLike(address), right, via);
    }

    @Override
    public boolean mayBe(MailAddress address) {
        return login.isNamedLike(address);
    }

    @Override
    public boolean wantsBareLogins() {
        return !login.hasDomain();
    }

    @Override
    public void unavailable(String reason) {
        if (unavailable.isEmpty()) {
            unavailable = Optional.of(reason);
        }
    }

    private boolean found(boolean it, SendAsRight right, String via) {
        if (it) {
            allowed = Optional.of(new SendAsVerdict.Allowed(right, via));
        }
        return it;
    }
}
