package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class MilterFromTrixieIT extends MilterFrom {

    MilterFromTrixieIT() {
        super(Debian.TRIXIE);
    }
}
