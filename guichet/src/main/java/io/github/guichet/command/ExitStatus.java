package io.github.guichet.command;

/** Exit statuses, by sysexits.h where it has one. */
public final class ExitStatus {

    /** Done; found. */
    public static final int OK = 0;
    /** Not found; something is not as it should be. */
    public static final int NO = 1;
    /** The command line is wrong. */
    public static final int USAGE = 64;
    /** The data cannot be represented. */
    public static final int DATA = 65;
    /** Cannot listen; the daemon does not run. */
    public static final int UNAVAILABLE = 69;
    /** A defect of guichet. */
    public static final int SOFTWARE = 70;
    /** The answer cannot be written. */
    public static final int OUTPUT = 74;
    /** A source did not answer; try again later. */
    public static final int TEMPORARY = 75;
    /** The configuration is wrong. */
    public static final int CONFIG = 78;

    private ExitStatus() {}
}
