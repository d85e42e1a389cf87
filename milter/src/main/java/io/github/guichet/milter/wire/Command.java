package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Event;

/** The commands of an MTA: the first byte of its packets (SMFIC_ in libmilter's mfdef.h). */
final class Command {

    static final byte OPTIONS = 'O';
    static final byte MACROS = 'D';
    static final byte CONNECT = 'C';
    static final byte HELO = 'H';
    static final byte MAIL = 'M';
    static final byte RCPT = 'R';
    static final byte DATA = 'T';
    static final byte UNKNOWN = 'U';
    static final byte HEADER = 'L';
    static final byte END_OF_HEADERS = 'N';
    static final byte BODY = 'B';
    static final byte END_OF_MESSAGE = 'E';
    static final byte ABORT = 'A';
    static final byte QUIT = 'Q';
    static final byte QUIT_NEW_CONNECTION = 'K';

    private Command() {}

    /**
     * The event that a command reports.
     *
     * @throws MilterWireException if there is no such command; libmilter closes the connection then, too
     */
    static Event event(byte command) throws MilterWireException {
        return switch (command) {
            case CONNECT -> Event.CONNECT;
            case HELO -> Event.HELO;
            case MAIL -> Event.MAIL;
            case RCPT -> Event.RCPT;
            case DATA -> Event.DATA;
            case UNKNOWN -> Event.UNKNOWN;
            case HEADER -> Event.HEADER;
            case END_OF_HEADERS -> Event.END_OF_HEADERS;
            case BODY -> Event.BODY;
            case END_OF_MESSAGE -> Event.END_OF_MESSAGE;
            default -> throw new MilterWireException("an unknown command");
        };
    }
}
