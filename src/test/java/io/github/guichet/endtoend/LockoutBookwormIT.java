package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7 and Dovecot 2.3. */
class LockoutBookwormIT extends LockoutSessions {

    LockoutBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
