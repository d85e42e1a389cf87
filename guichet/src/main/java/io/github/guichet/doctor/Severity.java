package io.github.guichet.doctor;

/** How much a finding matters; the later, the more. */
public enum Severity {
    /** As it should be. */
    OK("ok"),
    /** Worth knowing; nothing has to be done. */
    NOTE("note"),
    /** Nobody could look, so nobody knows. */
    UNKNOWN("could not look"),
    /** Something will go wrong one day, or is slower or weaker than it should be. */
    WARNING("warning"),
    /** Something does not work, or is open to people who should not get in. */
    ERROR("error");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** Whether somebody has something to do. */
    public boolean wantsAction() {
        return compareTo(UNKNOWN) >= 0;
    }

    /** As it is shown. */
    @Override
    public String toString() {
        return word;
    }
}
