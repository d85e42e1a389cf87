package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class PolicyRatesBookwormIT extends PolicyRates {

    PolicyRatesBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
