package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10 and Dovecot 2.4. */
class LogInsTrixieIT extends LogIns {

    LogInsTrixieIT() {
        super(Debian.TRIXIE);
    }
}
