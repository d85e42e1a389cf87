package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10 and Dovecot 2.4. */
class LockoutTrixieIT extends LockoutSessions {

    LockoutTrixieIT() {
        super(Debian.TRIXIE);
    }
}
