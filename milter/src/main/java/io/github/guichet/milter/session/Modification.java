package io.github.guichet.milter.session;

import java.util.Optional;

/** A change of a message. Values of fields are raw bytes whose lines end with LF; a connection makes of them what its MTA expects. */
public sealed interface Modification {

    /** What has to be negotiated for it. */
    ChangeKind kind();

    /** Adds a field at the end of the header. */
    record AddField(String name, FieldValue value) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.ADD_FIELD;
        }
    }

    /**
     * Inserts a field.
     *
     * @param position how many fields are before it; 0 = the very top, above the MTA's own Received:
     */
    record InsertField(int position, String name, FieldValue value) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.ADD_FIELD;
        }
    }

    /**
     * Replaces a field's value.
     *
     * @param nth which of the fields of that name, from 1; of Received: the MTA's own does not count
     */
    record ChangeField(String name, int nth, FieldValue value) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.CHANGE_FIELD;
        }
    }

    /**
     * Removes a field. Of several of one name the last goes first, because MTAs differ in whether the others are renumbered.
     *
     * @param nth as in {@link ChangeField}
     */
    record DeleteField(String name, int nth) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.CHANGE_FIELD;
        }
    }

    /**
     * Adds a recipient.
     *
     * @param address with angle brackets or without
     * @param arguments of RCPT, such as {@code NOTIFY=NEVER}
     */
    record AddRecipient(String address, Optional<String> arguments) implements Modification {
        @Override
        public ChangeKind kind() {
            return arguments.isPresent() ? ChangeKind.ADD_RECIPIENT_WITH_ARGUMENTS : ChangeKind.ADD_RECIPIENT;
        }
    }

    /** Removes a recipient. */
    record RemoveRecipient(String address) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.REMOVE_RECIPIENT;
        }
    }

    /**
     * Changes the envelope's sender.
     *
     * @param arguments of MAIL; Postfix takes RET= and ENVID= only
     */
    record ChangeSender(String address, Optional<String> arguments) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.CHANGE_SENDER;
        }
    }

    /** Replaces the body; at most one a message, because Postfix takes the pieces only one behind the other. */
    record ReplaceBody(BodySource body) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.REPLACE_BODY;
        }
    }

    /**
     * The message is accepted and held.
     *
     * @param reason for whoever looks after the queue; Postfix logs it from 3.10 on
     */
    record Quarantine(String reason) implements Modification {
        @Override
        public ChangeKind kind() {
            return ChangeKind.QUARANTINE;
        }
    }
}
