package io.github.guichet.milter.session;

/** What an MTA can report, in the order of an SMTP session. */
public enum Event {
    CONNECT,
    HELO,
    MAIL,
    RCPT,
    DATA,
    /** A command that the MTA does not know; at any time. */
    UNKNOWN,
    HEADER,
    END_OF_HEADERS,
    BODY,
    /** Always reported: it is where messages are decided. */
    END_OF_MESSAGE
}
