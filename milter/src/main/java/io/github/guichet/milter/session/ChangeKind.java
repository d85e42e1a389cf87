package io.github.guichet.milter.session;

/** The kinds of changes that an MTA may let a filter make; the order is that of the bits on the wire (SMFIF_ in mfapi.h). */
public enum ChangeKind {
    ADD_FIELD,
    REPLACE_BODY,
    ADD_RECIPIENT,
    REMOVE_RECIPIENT,
    /** Changing and deleting a field. */
    CHANGE_FIELD,
    QUARANTINE,
    CHANGE_SENDER,
    ADD_RECIPIENT_WITH_ARGUMENTS
}
