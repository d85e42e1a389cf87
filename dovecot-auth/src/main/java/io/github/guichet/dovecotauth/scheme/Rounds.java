package io.github.guichet.dovecotauth.scheme;

import java.util.OptionalInt;

/** The cost that a caller asks a new hash to have. */
final class Rounds {

    private Rounds() {}

    /** Refuses a cost where the scheme has none. */
    static void none(OptionalInt rounds) throws SchemeException {
        if (rounds.isPresent()) {
            throw new SchemeException("has no number of rounds to choose");
        }
    }

    /** The cost asked for, or {@code otherwise}. */
    static int between(int least, int most, OptionalInt rounds, int otherwise) throws SchemeException {
        int chosen = rounds.orElse(otherwise);
        if (chosen < least || chosen > most) {
            throw new SchemeException("takes " + least + " to " + most + " rounds, not " + chosen);
        }
        return chosen;
    }

    /**
     * The decimal number in stored text.
     *
     * @throws UnusableHashException if it is none, or not between {@code least} and {@code most}
     */
    static int stored(String digits, int least, int most) throws UnusableHashException {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new UnusableHashException("has no number of rounds");
        }
        long rounds = Long.parseLong(digits);
        if (rounds < least || rounds > most) {
            throw new UnusableHashException("asks for " + rounds + " rounds; allowed are " + least + " to " + most);
        }
        return (int) rounds;
    }
}
