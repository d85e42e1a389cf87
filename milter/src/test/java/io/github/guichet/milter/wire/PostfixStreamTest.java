package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.Wishes;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session as Postfix 3.7.11 sent it to a filter that took every event and chose no macros. */
class PostfixStreamTest {

    /** Length in hexadecimal, command, data; {@code |} is a NUL, and {@code \xNN} a byte. */
    private static final List<String> CAPTURED = List.of(
            "0000000d O\\x00\\x00\\x00\\x06\\x00\\x00\\x01\\xff\\x00\\x1f\\xff\\xff",
            "00000073 DCj|mx.test.example|{daemon_name}|mx.test.example|{daemon_addr}|127.0.0.1|v|Postfix 3.7.11|_|localhost"
                    + " [127.0.0.1]|",
            "00000018 Clocalhost|4\\xe7\\x18127.0.0.1|",
            "00000002 DH",
            "0000000d HClient.Test|",
            "00000023 M<Sender+tag@Out.Example>|SIZE=123|",
            "00000014 R<box@vbox.example>|",
            "00000010 DTi|B607F23C0C4|",
            "00000001 T",
            "00000010 DLi|B607F23C0C4|",
            "0000000c LSubject| t|",
            "00000010 DNi|B607F23C0C4|",
            "00000001 N",
            "00000010 DBi|B607F23C0C4|",
            "00000007 Bbody\\x0d\\x0a",
            "00000010 DEi|B607F23C0C4|",
            "00000001 E",
            "00000001 A",
            "00000001 A",
            "00000001 Q");

    private final Line line = new Line();

    @AfterEach
    void nothingIsLeft() {
        line.end();
    }

    private static byte[] bytes(String captured) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(captured.substring(0, 8)));
        String data = captured.substring(9);
        for (int i = 0; i < data.length(); i++) {
            if (data.startsWith("\\x", i)) {
                out.write(HexFormat.fromHexDigits(data, i + 2, i + 4));
                i += 3;
            } else {
                out.write(data.charAt(i) == '|' ? 0 : data.charAt(i));
            }
        }
        return out.toByteArray();
    }

    @Test
    void isUnderstood() {
        line.filter.wishes = new Wishes(
                EnumSet.allOf(Event.class),
                EnumSet.allOf(Event.class),
                Set.of(ChangeKind.ADD_FIELD),
                Map.of(MacroStage.END_OF_MESSAGE, List.of("i", "j")),
                true,
                false);
        line.filter.ending(Reply.CONTINUE, new AddField("X-Test", FieldValue.of("yes")));
        byte[] stream = Mta.all(CAPTURED.stream().map(PostfixStreamTest::bytes).toArray(byte[][]::new));

        assertThat(line.say(stream))
                .containsExactly(
                        "O 6 101 100400 0={none} 1={none} 2={none} 3={none} 4={none} 5=i j 6={none}",
                        "c",
                        "c",
                        "c",
                        "c",
                        "c",
                        "c",
                        "c",
                        "c",
                        "h X-Test| yes|",
                        "c");
        assertThat(line.told())
                .containsExactly(
                        "macros CONNECT j=mx.test.example i= auth=",
                        "connect localhost IPV4 59160 127.0.0.1",
                        "helo Client.Test",
                        "mail Sender+tag@Out.Example [SIZE=123]",
                        "rcpt box@vbox.example []",
                        "macros DATA j=mx.test.example i=B607F23C0C4 auth=",
                        "data",
                        "macros HEADER j=mx.test.example i=B607F23C0C4 auth=",
                        "header Subject: t 2",
                        "macros END_OF_HEADERS j=mx.test.example i=B607F23C0C4 auth=",
                        "eoh",
                        "macros BODY j=mx.test.example i=B607F23C0C4 auth=",
                        "body body\r\n",
                        "macros END_OF_MESSAGE j=mx.test.example i=B607F23C0C4 auth=",
                        "eom",
                        "abort",
                        "closed");
        assertThat(line.channel.isOpen()).isFalse();
    }

    /** What such a filter answered, byte by byte. */
    @Test
    void isAnsweredInBytes() {
        line.filter.wishes = FakeFilter.quietly(Set.of());
        line.filter.ending(Reply.CONTINUE, new AddField("X-Test", FieldValue.of("yes")));
        line.say(bytes("0000000d O\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x01\\x00\\x00\\x03\\xff"));

        line.channel.writeInbound(line.channel.alloc().buffer().writeBytes(bytes("00000001 E")));
        ByteBuf out = line.channel.readOutbound();

        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo("\0\0\0\14hX-Test\0yes\0\0\0\0\1c");
        out.release();
    }
}
