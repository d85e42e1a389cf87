package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class PolicyChecksTrixieIT extends PolicyChecks {

    PolicyChecksTrixieIT() {
        super(Debian.TRIXIE);
    }
}
