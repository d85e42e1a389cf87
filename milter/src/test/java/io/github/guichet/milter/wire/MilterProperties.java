package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Modification.AddRecipient;
import io.github.guichet.milter.session.Modification.ChangeField;
import io.github.guichet.milter.session.Modification.ChangeSender;
import io.github.guichet.milter.session.Modification.DeleteField;
import io.github.guichet.milter.session.Modification.InsertField;
import io.github.guichet.milter.session.Modification.Quarantine;
import io.github.guichet.milter.session.Modification.RemoveRecipient;
import io.github.guichet.milter.session.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every stream of bytes, however it is split, and for every change that a filter makes. */
class MilterProperties {

    /** All that is said and done when an MTA sends these bytes in pieces. */
    private static List<String> heard(byte[] stream, List<Integer> sizes) {
        Line line = new Line();
        int from = 0;
        for (int i = 0; from < stream.length; i++) {
            int to = Math.min(stream.length, from + sizes.get(i % sizes.size()));
            line.give(stream, from, to);
            from = to;
        }
        List<String> all = new ArrayList<>(line.hear());
        all.addAll(line.told());
        all.add(line.channel.isOpen() ? "open" : "closed");
        assertThat(line.count("guichet_internal_errors")).isZero();
        assertThat(line.count("guichet_protocol_errors")).isLessThanOrEqualTo(1);
        line.end();
        return all;
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 3000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static Arbitrary<byte[]> packets() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of("", "<ann@example.org>", "i", "{auth_authen}", "From", "x".repeat(5000)),
                Arbitraries.strings().ofMaxLength(20).excludeChars('\0'));
        Arbitrary<Object[]> strings =
                texts.list().ofMaxSize(5).map(list -> list.stream().toArray(Object[]::new));
        Arbitrary<byte[]> anyCommand = Combinators.combine(
                        Arbitraries.chars().with("CHMRTULNBEADQK".toCharArray()), strings)
                .as(Mta::packet);
        Arbitrary<byte[]> event = Arbitraries.of(
                Mta.connect("a.example", "192.0.2.1"),
                Mta.packet('H', "a.example"),
                Mta.packet('D', 'M', "{auth_authen}", "ann", "{mail_addr}", "a"),
                Mta.packet('M', "<a@example.org>", "SIZE=1"),
                Mta.packet('D', 'R'),
                Mta.packet('R', "<b@example.org>"),
                Mta.packet('T'),
                Mta.packet('D', 'L', "i", "Q1"),
                Mta.header("From", "a\n b"),
                Mta.packet('N'),
                Mta.packet('B', new byte[3000]),
                Mta.packet('E'),
                Mta.packet('A'),
                Mta.packet('K'));
        return Arbitraries.frequencyOf(Tuple.of(10, event), Tuple.of(1, anyCommand));
    }

    @Provide
    Arbitrary<byte[]> streams() {
        return packets().list().ofMaxSize(30).map(list -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Mta.POSTFIX_OFFER);
            list.forEach(out::writeBytes);
            return out.toByteArray();
        });
    }

    @Provide
    Arbitrary<byte[]> garbage() {
        Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        return Combinators.combine(Arbitraries.of(true, false), streams(), anything)
                .as((negotiated, good, bad) -> negotiated ? Mta.all(good, bad) : bad);
    }

    @Property(tries = 200)
    void itIsTheSameHoweverTheBytesAreSplit(@ForAll("streams") byte[] stream, @ForAll("sizes") List<Integer> sizes) {
        assertThat(heard(stream, sizes)).isEqualTo(heard(stream, List.of(Integer.MAX_VALUE / 2)));
    }

    @Property(tries = 200)
    void garbageEndsInACleanCloseAtMost(@ForAll("garbage") byte[] garbage, @ForAll("sizes") List<Integer> sizes) {
        assertThat(heard(garbage, sizes)).isEqualTo(heard(garbage, List.of(Integer.MAX_VALUE / 2)));
    }

    /** A change, and how the MTA reads it. */
    private record Sample(Modification change, String read) {}

    @Provide
    Arbitrary<List<Sample>> changes() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('!', '9')
                .withCharRange(';', '~')
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\u00e4', '\u20ac')
                .ofMinLength(1)
                .ofMaxLength(200);
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1000);
        Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 8);
        return Combinators.combine(kinds, numbers, names, values)
                .as(MilterProperties::sample)
                .list()
                .ofMaxSize(8);
    }

    private static Sample sample(int kind, int number, String name, String text) {
        FieldValue value = FieldValue.of(text);
        String field = " " + number + " " + name + "|";
        String address = "<" + name.replace("<", "") + ">";
        return switch (kind) {
            case 0 -> new Sample(new AddField(name, value), "h " + name + "|" + text + "|");
            case 1 -> new Sample(new InsertField(number, name, value), "i" + field + text + "|");
            case 2 -> new Sample(new ChangeField(name, number, value), "m" + field + text + "|");
            case 3 -> new Sample(new DeleteField(name, number), "m" + field + "|");
            case 4 -> new Sample(new AddRecipient(address, Optional.empty()), "+ " + address + "|");
            case 5 -> new Sample(new AddRecipient(address, Optional.of(text)), "2 " + address + "|" + text + "|");
            case 6 -> new Sample(new RemoveRecipient(address), "- " + address + "|");
            case 7 -> new Sample(new ChangeSender(address, Optional.of(text)), "e " + address + "|" + text + "|");
            default -> new Sample(new Quarantine("-" + text), "q -" + text + "|");
        };
    }

    @Property(tries = 200)
    void whatIsChangedIsWhatTheMtaReads(@ForAll("changes") List<Sample> changes) {
        Line line = new Line();
        line.filter.ending(Reply.CONTINUE, changes.stream().map(Sample::change).toArray(Modification[]::new));
        line.say(Mta.POSTFIX_OFFER);

        List<String> expected =
                new ArrayList<>(changes.stream().map(Sample::read).toList());
        expected.add("c");
        assertThat(line.say(Mta.packet('E'))).isEqualTo(expected);
        line.end();
    }

    @Property(tries = 300)
    void noValueBeginsAnotherFieldOrEndsTheHeader(@ForAll byte[] bytes, @ForAll boolean leadingSpace) {
        ByteBuf out = Unpooled.buffer();
        FieldEncoder.value(FieldValue.of(bytes), leadingSpace, out);

        byte[] written = new byte[out.readableBytes()];
        out.readBytes(written);
        assertThat(written[written.length - 1]).isZero();
        for (int i = 0; i < written.length - 1; i++) {
            assertThat(written[i]).isNotIn((byte) 0, (byte) '\r');
            if (written[i] == '\n') {
                assertThat(written[i + 1]).isIn((byte) ' ', (byte) '\t');
            }
        }
    }
}
