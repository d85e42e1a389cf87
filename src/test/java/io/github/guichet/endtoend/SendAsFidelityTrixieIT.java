package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class SendAsFidelityTrixieIT extends SendAsFidelity {

    SendAsFidelityTrixieIT() {
        super(Debian.TRIXIE);
    }
}
