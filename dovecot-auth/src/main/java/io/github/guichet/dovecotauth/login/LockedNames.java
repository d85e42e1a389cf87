package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.account.Lockouts;
import java.util.Optional;

/** Which names mean an account that is locked: its own, and those under which it was asked for lately. */
final class LockedNames {

    private final Lockouts lockouts;
    private final Aliases aliases;

    LockedNames(Lockouts lockouts, Aliases aliases) {
        this.lockouts = lockouts;
        this.aliases = aliases;
    }

    /** The lockout of a name after normalising. */
    Optional<Lockout> of(String user) {
        return lockouts.isEmpty()
                ? Optional.empty()
                : lockouts.lockout(user).or(() -> aliases.user(user).flatMap(lockouts::lockout));
    }

    /** The lockout of whoever wants to come in, or of whom he wants to come in as. */
    Optional<Lockout> of(GivenName name) {
        return lockouts.isEmpty()
                ? Optional.empty()
                : of(name.user()).or(() -> name.target().flatMap(this::of));
    }
}
