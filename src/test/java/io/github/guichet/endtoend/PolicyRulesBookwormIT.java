package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class PolicyRulesBookwormIT extends PolicyRules {

    PolicyRulesBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
