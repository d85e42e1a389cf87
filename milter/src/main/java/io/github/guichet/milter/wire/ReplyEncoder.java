package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes replies. A reply with a text is always one that Postfix takes: a malformed one would be told as 451 4.3.5, whatever it was to
 * say. Holds no state.
 */
final class ReplyEncoder {

    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    /** What Postfix takes for an enhanced status code, of which it wants the class of the reply's code. */
    private static final Pattern STATUS_FIRST = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}(?!\\d).*", Pattern.DOTALL);

    private ReplyEncoder() {}

    static void encode(Reply reply, ByteBuf out) {
        if (reply instanceof Reply.Continue) {
            Packets.bare(out, 'c');
        } else if (reply instanceof Reply.Coded coded) {
            encodeText(coded, out);
        } else if (reply instanceof Reply.Accept) {
            Packets.bare(out, 'a');
        } else if (reply instanceof Reply.Reject) {
            Packets.bare(out, 'r');
        } else if (reply instanceof Reply.TempFail) {
            Packets.bare(out, 't');
        } else if (reply instanceof Reply.Discard) {
            Packets.bare(out, 'd');
        } else if (reply instanceof Reply.Skip) {
            Packets.bare(out, 's');
        } else {
            shutdown(out);
        }
    }

    private static void shutdown(ByteBuf out) {
        Packets.bare(out, '4');
    }

    /** The filter is still at work. */
    static void progress(ByteBuf out) {
        Packets.bare(out, 'p');
    }

    private static void encodeText(Reply.Coded reply, ByteBuf out) {
        int start = Packets.begin(out, 'y');
        List<String> lines = reply.lines();
        int count = Math.min(lines.size(), MilterLimits.MAX_REPLY_LINES);
        String code = Integer.toString(reply.code());
        String status = reply.status()
                .filter(given -> STATUS.matcher(given).matches() && given.charAt(0) == code.charAt(0))
                .map(given -> given + " ")
                .orElse("");
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            String text = lines.get(i);
            String before = status.isEmpty() && contradicts(text, code) ? code.charAt(0) + ".0.0 " : status;
            ByteBufUtil.writeAscii(out, code + (last ? ' ' : '-') + before);
            writeText(text, out);
            if (!last) {
                out.writeByte('\r').writeByte('\n');
            }
        }
        out.writeByte(0);
        Packets.end(out, start);
    }

    /** Whether a text begins with a status of another class, which would make the reply a malformed one. */
    private static boolean contradicts(String text, String code) {
        return !text.isEmpty()
                && text.charAt(0) != code.charAt(0)
                && STATUS_FIRST.matcher(text).matches();
    }

    /** A line, in UTF-8: with '%' doubled, because an MTA takes it for a format, and cut where libmilter would refuse it. */
    private static void writeText(String text, ByteBuf out) {
        byte[] line = PlainText.of(text).replace("%", "%%").getBytes(StandardCharsets.UTF_8);
        int length = Math.min(line.length, MilterLimits.MAX_REPLY_LINE);
        while (length < line.length && length > 0 && (line[length] & 0xc0) == 0x80) {
            length--; // not within a character
        }
        if (length < line.length && percentSigns(line, length) % 2 == 1) {
            length--; // nor within a doubled sign
        }
        out.writeBytes(line, 0, length);
    }

    private static int percentSigns(byte[] line, int end) {
        int count = 0;
        while (count < end && line[end - 1 - count] == '%') {
            count++;
        }
        return count;
    }
}
