package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class MilterFromBookwormIT extends MilterFrom {

    MilterFromBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
