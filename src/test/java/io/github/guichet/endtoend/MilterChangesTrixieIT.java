package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class MilterChangesTrixieIT extends MilterChanges {

    MilterChangesTrixieIT() {
        super(Debian.TRIXIE);
    }
}
