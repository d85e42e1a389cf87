package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class SendAsFidelityBookwormIT extends SendAsFidelity {

    SendAsFidelityBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
