package io.github.guichet.endtoend;

/** On Debian 13: Postfix 3.10. */
class MilterPlacesTrixieIT extends MilterPlaces {

    MilterPlacesTrixieIT() {
        super(Debian.TRIXIE);
    }
}
