package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7 and Dovecot 2.3. */
class LogInsBookwormIT extends LogIns {

    LogInsBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
