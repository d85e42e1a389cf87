package io.github.guichet.milter.session;

/** The stages for which a filter can ask for macros. The order is the number on the wire (SMFIM_CONNECT and its kin in mfapi.h). */
public enum MacroStage {
    CONNECT,
    HELO,
    MAIL,
    RCPT,
    DATA,
    END_OF_MESSAGE,
    END_OF_HEADERS
}
