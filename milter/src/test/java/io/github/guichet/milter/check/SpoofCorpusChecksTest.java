package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.message.AddressField;
import io.github.guichet.milter.rule.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What header-from says of the fields that {@link AddressField} is tested with: it passes what is all the login's, and nothing else. */
class SpoofCorpusChecksTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9A-F]{2}|.)");

    private final HeaderFromCheck check = new HeaderFromCheck(
            new KnownRights(),
            new HeaderFromCheckConfig(
                    HeaderFromCheckConfig.USUAL_FIELDS, List.of(), true, true, AddressConfig.DEFAULTS));

    /** A case of the corpus. */
    record Spoof(String name, String value, boolean mine) {

        static Spoof of(String block) {
            return new Spoof(
                    block.lines().findFirst().orElseThrow(),
                    bytes(after("value:", block)),
                    after("mine:", block).equals("yes"));
        }

        private static String after(String key, String block) {
            return block.lines()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(key + " in " + block));
        }

        private static String bytes(String text) {
            String latin1 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return ESCAPE.matcher(latin1).replaceAll(escape -> {
                String code = escape.group(1);
                int known = "nrt0".indexOf(code);
                String real = code.length() == 3
                        ? String.valueOf((char) Integer.parseInt(code.substring(1), 16))
                        : known >= 0 ? "\n\r\t\0".substring(known, known + 1) : code;
                return real.replace("\\", "\\\\").replace("$", "\\$");
            });
        }

        RawMessage message() {
            return RawMessage.of("me@own.example", List.of(new RawMessage.Line("From", value)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Spoof> corpus() {
        try (InputStream in =
                Objects.requireNonNull(AddressField.class.getResourceAsStream("spoofs.txt"), "spoofs.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n+"))
                    .filter(block -> block.contains("\nvalue:"))
                    .map(Spoof::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void passesOnlyWhatIsAllTheLogins(Spoof spoof) {
        Verdict verdict = check.check(spoof.message()).join();
        assertThat(verdict instanceof Verdict.Pass).as(verdict.toString()).isEqualTo(spoof.mine());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void passesAllThatWasRepaired(Spoof spoof) {
        if (check.check(spoof.message()).join() instanceof Verdict.Objection objection
                && !objection.repair().isEmpty()) {
            RawMessage repaired = spoof.message().after(objection.repair());
            assertThat(check.check(repaired).join()).as(repaired.toString()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void isTheWholeCorpus() {
        assertThat(corpus()).hasSizeGreaterThan(90);
    }
}
