package io.github.guichet.socketmap;

import io.github.guichet.socketmap.SocketmapReply.NotThere;
import io.github.guichet.socketmap.SocketmapReply.Ok;
import io.github.guichet.socketmap.SocketmapReply.Perm;
import io.github.guichet.socketmap.SocketmapReply.Temp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Writes replies as netstrings. Holds no state. */
final class SocketmapReplyEncoder {

    private static final byte[] NOT_FOUND = "9:NOTFOUND ,".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "OK ".getBytes(StandardCharsets.US_ASCII);

    private SocketmapReplyEncoder() {}

    /** Appends one reply. */
    static void encode(SocketmapReply reply, ByteBuf out) {
        if (reply instanceof Ok ok) {
            String value = ok.value();
            int bytes = ByteBufUtil.utf8Bytes(value);
            writeLength(OK.length + bytes, out);
            out.writeBytes(OK);
            ByteBufUtil.reserveAndWriteUtf8(out, value, bytes);
            out.writeByte(',');
        } else if (reply instanceof NotThere) {
            out.writeBytes(NOT_FOUND);
        } else if (reply instanceof Temp temp) {
            writeReason("TEMP ", temp.reason(), out);
        } else {
            writeReason("PERM ", ((Perm) reply).reason(), out);
        }
    }

    private static void writeReason(String word, String reason, ByteBuf out) {
        String text = word + printable(reason, SocketmapLimits.MAX_REASON);
        writeLength(text.length(), out);
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        out.writeByte(',');
    }

    private static void writeLength(int length, ByteBuf out) {
        int divisor = 1;
        while (length / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            out.writeByte('0' + length / divisor % 10);
        }
        out.writeByte(':');
    }

    /** Makes text fit for a log: what is not printable ASCII becomes a question mark, as Postfix does it, and the end is cut. */
    static String printable(String text, int longest) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length() && i < longest; i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return printable.toString();
    }
}
