package io.github.guichet.lookup.account;

import java.util.List;
import java.util.Optional;

/**
 * Accounts that an administrator, or a rule, has locked: they may neither log in nor send, whatever their source says; mail to them
 * is still delivered. Safe for use by many threads; {@link #lockout} never blocks.
 */
public interface Lockouts {

    /** Nobody is locked out. */
    Lockouts NONE = new Lockouts() {
        @Override
        public Optional<Lockout> lockout(String user) {
            return Optional.empty();
        }

        @Override
        public List<Lockout> all() {
            return List.of();
        }
    };

    /**
     * Whether and why a user is locked out.
     *
     * @param user the name after normalising; compared without case
     */
    Optional<Lockout> lockout(String user);

    /** All that are locked out, by name. */
    List<Lockout> all();

    /** Whether nobody is locked out, which is the usual case: then nobody needs to look at a name. */
    default boolean isEmpty() {
        return all().isEmpty();
    }
}
