package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class PolicyRulesTrixieIT extends PolicyRules {

    PolicyRulesTrixieIT() {
        super(Debian.TRIXIE);
    }
}
