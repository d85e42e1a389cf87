package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class MilterChangesBookwormIT extends MilterChanges {

    MilterChangesBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
