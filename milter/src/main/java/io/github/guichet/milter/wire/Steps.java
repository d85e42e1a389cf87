package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Event;

/** The bits by which an MTA and a filter agree on what is reported and what is answered (SMFIP_ in mfapi.h and mfdef.h). */
final class Steps {

    /** The filter may answer "skip". */
    static final int SKIP = 0x400;

    /** Recipients that the MTA refuses are reported. */
    static final int REJECTED_RECIPIENTS = 0x800;

    /** Values of fields keep the white space behind the colon. */
    static final int LEADING_SPACE = 0x100000;

    /** What version 1 knew; an MTA that says nothing has it (SMFI_V1_PROT). */
    static final int OLDEST = 0x3f;

    private static final int VERSION_2 = 0x7f;
    private static final int VERSION_3 = VERSION_2 | 0x100;
    private static final int VERSION_4 = VERSION_3 | 0x200;
    private static final int VERSION_6 = 0x1fffff;

    private Steps() {}

    /** All bits that a version of the protocol knows. */
    static int known(int version) {
        return switch (version) {
            case 2 -> VERSION_2;
            case 3 -> VERSION_3;
            case 4, 5 -> VERSION_4;
            default -> VERSION_6;
        };
    }

    /** The bit that has an event not reported; 0 if there is none. */
    static int unreported(Event event) {
        return switch (event) {
            case CONNECT -> 0x1;
            case HELO -> 0x2;
            case MAIL -> 0x4;
            case RCPT -> 0x8;
            case DATA -> 0x200;
            case UNKNOWN -> 0x100;
            case HEADER -> 0x20;
            case END_OF_HEADERS -> 0x40;
            case BODY -> 0x10;
            case END_OF_MESSAGE -> 0;
        };
    }

    /** The bit that has an event not answered; 0 if there is none. */
    static int unanswered(Event event) {
        return switch (event) {
            case CONNECT -> 0x1000;
            case HELO -> 0x2000;
            case MAIL -> 0x4000;
            case RCPT -> 0x8000;
            case DATA -> 0x10000;
            case UNKNOWN -> 0x20000;
            case HEADER -> 0x80;
            case END_OF_HEADERS -> 0x40000;
            case BODY -> 0x80000;
            case END_OF_MESSAGE -> 0;
        };
    }
}
