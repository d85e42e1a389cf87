package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class PolicyRatesTrixieIT extends PolicyRates {

    PolicyRatesTrixieIT() {
        super(Debian.TRIXIE);
    }
}
