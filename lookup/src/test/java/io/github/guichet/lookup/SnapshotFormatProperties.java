package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SnapshotFormatProperties {

    @Provide
    Arbitrary<List<SnapshotFormat.Entry>> entries() {
        Arbitrary<String> text = Arbitraries.strings()
                .excludeChars('\ud800')
                .withChars("a@é字 ,\n\u0000")
                .ofMinLength(1)
                .ofMaxLength(40);
        Arbitrary<Answer> answers = Arbitraries.oneOf(Arbitraries.just(Answer.NOT_FOUND), text.map(Answer.Found::new));
        return Combinators.combine(text, answers, Arbitraries.longs())
                .as(SnapshotFormat.Entry::new)
                .list()
                .ofMaxSize(20);
    }

    private static byte[] write(List<SnapshotFormat.Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (SnapshotFormat.Entry entry : entries) {
            SnapshotFormat.write(out, entry);
        }
        SnapshotFormat.writeEnd(out, entries.size());
        return bytes.toByteArray();
    }

    private static List<SnapshotFormat.Entry> read(byte[] bytes) throws IOException {
        List<SnapshotFormat.Entry> entries = new ArrayList<>();
        SnapshotFormat.readEntries(new DataInputStream(new ByteArrayInputStream(bytes)), bytes.length, entries::add);
        return entries;
    }

    @Property
    void readsBackWhatItWrote(@ForAll("entries") List<SnapshotFormat.Entry> entries) throws IOException {
        assertThat(read(write(entries))).isEqualTo(entries);
    }

    @Property
    void neverThrowsAnythingButItsOwnExceptionOnGarbage(@ForAll byte[] garbage) {
        try {
            assertThat(read(garbage)).isNotNull();
        } catch (IOException expected) {
            assertThat(expected).isInstanceOf(IOException.class);
        }
    }
}
