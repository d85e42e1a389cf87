package io.github.guichet.milter.rule;

/**
 * How much of one message is held.
 *
 * @param headerBytes key {@code max-header-bytes}: of the values of fields that rules look at; names do not count
 * @param recipients how many recipients; further ones are only counted
 */
public record MessageLimits(int headerBytes, int recipients) {

    /** 256 KiB, and as many recipients as Postfix takes of one message (smtpd_recipient_limit). */
    public static final MessageLimits DEFAULTS = new MessageLimits(256 * 1024, 1000);
}
