package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class PolicyChecksBookwormIT extends PolicyChecks {

    PolicyChecksBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
