package io.github.guichet.endtoend;

/** On Debian 12: Postfix 3.7. */
class MilterPlacesBookwormIT extends MilterPlaces {

    MilterPlacesBookwormIT() {
        super(Debian.BOOKWORM);
    }
}
