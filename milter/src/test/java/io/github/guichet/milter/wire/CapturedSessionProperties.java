package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sessions that real Postfixes had with this milter: the same bytes get the same answers, however they arrive. */
class CapturedSessionProperties {

    private static final List<String> FILES = List.of(
            "postfix-3.7-from.txt",
            "postfix-3.7-local.txt",
            "postfix-3.7-all.txt",
            "postfix-3.10-from.txt",
            "postfix-3.10-local.txt",
            "postfix-3.10-all.txt");

    @Provide
    Arbitrary<CapturedSession> sessions() {
        return Arbitraries.of(captured().toList());
    }

    private static Stream<CapturedSession> captured() {
        return FILES.stream().flatMap(file -> CapturedSession.read(file).stream());
    }

    private static Line line(CapturedSession session) {
        return new Line(CapturedRules.of(session.file()));
    }

    /** All that was written since this was asked last, in hexadecimal. */
    private static String written(Line line) {
        line.channel.runPendingTasks();
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = line.channel.readOutbound(); out != null; out = line.channel.readOutbound()) {
            all.append(ByteBufUtil.hexDump(out));
            out.release();
        }
        return all.toString();
    }

    private static void end(Line line) {
        assertThat(line.channel.isOpen()).isFalse();
        assertThat(line.count("guichet_internal_errors")).isZero();
        assertThat(line.count("guichet_protocol_errors")).isZero();
        line.end();
    }

    @Example
    void holdRefusalsAndEveryKindOfChange() {
        assertThat(captured()).hasSize(8);
        assertThat(captured()
                        .flatMap(session ->
                                Mta.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(session.answers()))).stream()))
                .extracting(said -> said.charAt(0))
                .contains('O', 'c', 'h', 'i', 'm', 'q', 'y');
    }

    @Example
    void areAnsweredAsAWhole() {
        captured().forEach(session -> {
            Line line = line(session);
            byte[] said = session.said();
            line.give(said, 0, said.length);
            assertThat(written(line)).as(session.toString()).isEqualTo(session.answers());
            end(line);
        });
    }

    /** An answer is there after the last byte that it is to, and not before. */
    @Example
    void areAnsweredByteByByte() {
        captured().forEach(session -> {
            Line line = line(session);
            for (CapturedSession.Turn turn : session.turns()) {
                byte[] said = HexFormat.of().parseHex(turn.said());
                int last = said.length - 1;
                for (int i = 0; i < last; i++) {
                    line.give(said, i, i + 1);
                    assertThat(written(line)).as(session.toString()).isEmpty();
                }
                line.give(said, last, last + 1);
                assertThat(written(line)).as(session.toString()).isEqualTo(turn.answer());
            }
            end(line);
        });
    }

    @Property(tries = 60)
    void areAnsweredInPieces(@ForAll("sessions") CapturedSession session, @ForAll("sizes") List<Integer> sizes) {
        Line line = line(session);
        byte[] said = session.said();
        int from = 0;
        for (int i = 0; from < said.length; i++) {
            int to = Math.min(said.length, from + sizes.get(i % sizes.size()));
            line.give(said, from, to);
            from = to;
        }
        assertThat(written(line)).isEqualTo(session.answers());
        end(line);
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 400))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}
