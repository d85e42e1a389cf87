package io.github.guichet.milter.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One SMTP session, as one filter sees it. Called on an event loop, one call after the other, so nothing may block; a future that takes
 * time holds back what the MTA said since. Futures never complete exceptionally. While an answer takes time the MTA is told that the
 * filter is still at work.
 *
 * <p>Order: {@link #connect}, {@link #helo} perhaps several times, then for each message {@link #mail}, {@link #rcpt}s, {@link #data},
 * {@link #header}s, {@link #endOfHeaders}, {@link #body}s, {@link #endOfMessage}; {@link #abort} between messages, also twice. Events
 * that were not wished for are left out, and an MTA may leave out others.
 */
public interface FilterSession {

    /**
     * The MTA's macros for what comes next.
     *
     * @param stage where they belong
     * @param macros hold until an earlier stage begins anew
     */
    default void macros(Event stage, Macros macros) {}

    /** A client connected. */
    default CompletableFuture<Reply> connect(SmtpClient client) {
        return Reply.CONTINUED;
    }

    /** HELO or EHLO. */
    default CompletableFuture<Reply> helo(String name) {
        return Reply.CONTINUED;
    }

    /**
     * MAIL: a new message.
     *
     * @param sender without angle brackets; empty for the null sender
     * @param arguments of ESMTP
     */
    default CompletableFuture<Reply> mail(String sender, List<String> arguments) {
        return Reply.CONTINUED;
    }

    /** RCPT; parameters as in {@link #mail}. */
    default CompletableFuture<Reply> rcpt(String recipient, List<String> arguments) {
        return Reply.CONTINUED;
    }

    /** DATA. */
    default CompletableFuture<Reply> data() {
        return Reply.CONTINUED;
    }

    /** A command that the MTA does not know. */
    default CompletableFuture<Reply> unknown(String line) {
        return Reply.CONTINUED;
    }

    /** One field of the header, in order; the MTA's own Received: is not shown. */
    default CompletableFuture<Reply> header(IncomingField field) {
        return Reply.CONTINUED;
    }

    /** The header is complete. */
    default CompletableFuture<Reply> endOfHeaders() {
        return Reply.CONTINUED;
    }

    /**
     * A piece of the body.
     *
     * @param piece lines end with CR LF; valid during the call only
     */
    default CompletableFuture<Reply> body(ByteBuffer piece) {
        return Reply.CONTINUED;
    }

    /** The message is complete: decides. */
    CompletableFuture<EndOfMessage> endOfMessage();

    /** There is no message any more; the session goes on. Also comes after a message was decided. */
    default void abort() {}

    /** The session is over; nothing more is called. */
    default void closed() {}
}
