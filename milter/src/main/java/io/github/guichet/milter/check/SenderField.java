package io.github.guichet.milter.check;

import java.util.Locale;

/** The header fields that say whom a message is from (RFC 5322, 3.6.2 and 3.6.6). The order is that in which they are looked at. */
public enum SenderField {
    FROM("From", true),
    SENDER("Sender", true),
    REPLY_TO("Reply-To", true),
    /** One for each time that a message was sent on. */
    RESENT_FROM("Resent-From", false),
    RESENT_SENDER("Resent-Sender", false);

    private final String header;
    private final boolean once;

    SenderField(String header, boolean once) {
        this.header = header;
        this.once = once;
    }

    /** As it is written, such as {@code Reply-To}. */
    public String header() {
        return header;
    }

    /** Its name in lower case, as the fields of a message are asked by. */
    String key() {
        return header.toLowerCase(Locale.ROOT);
    }

    /** Whether a message can have only one of it: of two, readers show one or the other. */
    boolean isOnce() {
        return once;
    }
}
