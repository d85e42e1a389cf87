package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus in {@code spoofed-headers.txt}: raw headers, and what both checks say of them. */
class SpoofedHeadersTest {

    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final SendAs RIGHTS = OwnAddresses.only();

    private static final Check FROM = new HeaderFromCheck(
            RIGHTS,
            new HeaderFromCheckConfig(
                    HeaderFromCheckConfig.USUAL_FIELDS, List.of(), true, true, AddressConfig.DEFAULTS));

    private static final Check NAME = new DisplayNameCheck(
            Optional.of(RIGHTS),
            new DisplayNameCheckConfig(DisplayNameCheckConfig.USUAL_FIELDS, true, List.of(), AddressConfig.DEFAULTS));

    /** A case of the corpus. */
    record Spoof(String expected, List<RawMessage.Line> lines) {

        static Spoof of(String text) {
            List<String> rows = text.lines().filter(row -> !row.startsWith("#")).toList();
            List<RawMessage.Line> lines = new ArrayList<>();
            for (String row : rows.subList(1, rows.size())) {
                if (row.startsWith(" ") || row.startsWith("\t")) {
                    RawMessage.Line last = lines.remove(lines.size() - 1);
                    lines.add(new RawMessage.Line(last.name(), last.bytes() + "\n" + bytes(row)));
                } else {
                    int colon = row.indexOf(':');
                    String value = row.substring(colon + 1);
                    lines.add(new RawMessage.Line(
                            row.substring(0, colon), bytes(value.startsWith(" ") ? value.substring(1) : value)));
                }
            }
            return new Spoof(rows.get(0), lines);
        }

        private static String bytes(String text) {
            String latin1 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return BYTE.matcher(latin1)
                    .replaceAll(hex -> String.valueOf((char) Integer.parseInt(hex.group(1), 16))
                            .replace("\\", "\\\\"));
        }

        RawMessage message() {
            return RawMessage.of("alice@example.org", lines);
        }

        @Override
        public String toString() {
            return expected + " "
                    + lines.stream()
                            .map(line -> line.name() + ": " + line.bytes())
                            .collect(Collectors.joining("|"));
        }
    }

    static Stream<Spoof> corpus() {
        try (InputStream in = Objects.requireNonNull(
                SpoofedHeadersTest.class.getResourceAsStream("spoofed-headers.txt"), "spoofed-headers.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n"))
                    .filter(block -> block.lines().anyMatch(row -> !row.startsWith("#")))
                    .map(Spoof::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isSaidWhatTheCorpusExpects(Spoof spoof) {
        Verdict from = FROM.check(spoof.message()).join();
        Verdict name = NAME.check(spoof.message()).join();
        assertThat(from instanceof Verdict.Objection)
                .as("header-from: " + from)
                .isEqualTo(spoof.expected().equals("object"));
        switch (spoof.expected()) {
            case "pass" -> assertThat(name).isEqualTo(Verdict.PASS);
            case "name" -> assertThat(name).isInstanceOf(Verdict.Objection.class);
            default -> assertThat(spoof.expected()).isEqualTo("object");
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void passesOnceItIsRepaired(Spoof spoof) {
        if (FROM.check(spoof.message()).join() instanceof Verdict.Objection objection
                && !objection.repair().isEmpty()) {
            RawMessage repaired = spoof.message().after(objection.repair());
            assertThat(FROM.check(repaired).join()).as(repaired.toString()).isEqualTo(Verdict.PASS);
            assertThat(repaired.values("From")).singleElement().asString().doesNotContain("victim");
            assertThat(repaired.values("Sender")).noneMatch(sender -> sender.contains("victim"));
        }
    }

    @Test
    void holdsCasesOfEachKind() {
        assertThat(corpus().map(Spoof::expected).collect(Collectors.groupingBy(word -> word, Collectors.counting())))
                .containsOnlyKeys("pass", "name", "object")
                .allSatisfy((word, count) -> assertThat(count).isGreaterThan(10));
    }
}
