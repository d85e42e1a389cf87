package io.github.guichet.socketmap;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.Answer.NotFound;
import io.github.guichet.lookup.Answer.Unavailable;
import io.netty.buffer.ByteBufUtil;

/** What Postfix is told. */
sealed interface SocketmapReply {

    /** The one reply that a key is not there. */
    NotThere NOT_THERE = new NotThere();

    /**
     * {@code OK}.
     *
     * @param value not empty, fits a reply, without NUL
     */
    record Ok(String value) implements SocketmapReply {}

    /** {@code NOTFOUND}. */
    record NotThere() implements SocketmapReply {}

    /**
     * {@code TEMP}.
     *
     * @param reason any text; the encoder makes it fit for a log
     */
    record Temp(String reason) implements SocketmapReply {}

    /**
     * {@code PERM}.
     *
     * @param reason any text; the encoder makes it fit for a log
     */
    record Perm(String reason) implements SocketmapReply {}

    /**
     * Puts an answer into Postfix's words. A value that the protocol cannot carry is as good as a source that is down, since nobody can
     * tell Postfix what it asked for: longer than a reply may be, or with a NUL, at which Postfix would cut it.
     */
    static SocketmapReply of(Answer answer) {
        if (answer instanceof Found found) {
            return ofValue(found.value());
        } else if (answer instanceof NotFound) {
            return NOT_THERE;
        } else {
            return new Temp(((Unavailable) answer).reason());
        }
    }

    private static SocketmapReply ofValue(String value) {
        // No character takes more than three bytes in UTF-8 for each of its char.
        if (value.length() > SocketmapLimits.MAX_VALUE / 3) {
            int bytes = ByteBufUtil.utf8Bytes(value);
            if (bytes > SocketmapLimits.MAX_VALUE) {
                return new Temp(
                        "the value has " + bytes + " bytes, socketmap carries at most " + SocketmapLimits.MAX_VALUE);
            }
        }
        if (value.indexOf('\0') >= 0) {
            return new Temp("the value contains a NUL character");
        }
        return new Ok(value);
    }
}
