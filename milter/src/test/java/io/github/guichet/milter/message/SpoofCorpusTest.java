package io.github.guichet.milter.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.FieldValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the cases of spoofs.txt, which says what they are. */
class SpoofCorpusTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9A-F]{2}|.)");
    private static final String MINE = "me@own.example";

    /** One case. */
    private record Spoof(String name, List<String> lines) {

        List<String> all(String key) {
            return lines.stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.substring(key.length() + 1).strip())
                    .toList();
        }

        String one(String key) {
            List<String> all = all(key);
            assertThat(all).as(name + ": " + key).hasSize(1);
            return all.get(0);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Spoof> cases() {
        List<Spoof> cases = new ArrayList<>();
        for (String block : text().split("\n\n+", -1)) {
            List<String> lines = block.lines().toList();
            if (lines.get(0).startsWith("# ")
                    && lines.size() > 1
                    && lines.get(1).startsWith("value:")) {
                cases.add(new Spoof(lines.get(0).substring(2), lines.subList(1, lines.size())));
            }
        }
        return cases;
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(SpoofCorpusTest.class.getResourceAsStream("spoofs.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String escaped) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher escape = ESCAPE.matcher(escaped);
        int done = 0;
        while (escape.find()) {
            out.writeBytes(escaped.substring(done, escape.start()).getBytes(StandardCharsets.UTF_8));
            String code = escape.group(1);
            int known = "nrt0".indexOf(code);
            out.write(
                    code.length() == 3
                            ? Integer.parseInt(code.substring(1), 16)
                            : known >= 0 ? "\n\r\t\0".charAt(known) : code.charAt(0));
            done = escape.end();
        }
        out.writeBytes(escaped.substring(done).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static String text(String escaped) {
        return new String(bytes(escaped), StandardCharsets.UTF_8);
    }

    private static String shown(Mailbox mailbox) {
        String shown = Stream.concat(
                        Stream.of(mailbox.address().external(), mailbox.displayName()), mailbox.comments().stream())
                .reduce((one, other) -> one + " | " + other)
                .orElseThrow();
        return shown.replaceAll("[ |]+$", "").replaceAll("^ ", "").replace("|  |", "| |");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadAsTheCorpusSays(Spoof spoof) {
        AddressField field = AddressField.parse(FieldValue.of(bytes(spoof.one("value"))));

        List<String> like = field.addressLike();
        SoftAssertions.assertSoftly(soft -> {
            soft.assertThat(field.syntax().name().toLowerCase(Locale.ROOT))
                    .as(field.problem().orElse("no problem"))
                    .isEqualTo(spoof.one("syntax"));
            soft.assertThat(field.problem().isPresent()).isEqualTo(field.syntax() != Syntax.VALID);
            soft.assertThat(field.mailboxes().stream()
                            .map(SpoofCorpusTest::shown)
                            .toList())
                    .isEqualTo(spoof.all("mailbox").stream()
                            .map(SpoofCorpusTest::text)
                            .toList());
            soft.assertThat(field.groupNames())
                    .isEqualTo(spoof.all("group").stream()
                            .map(SpoofCorpusTest::text)
                            .toList());
            soft.assertThat(like)
                    .containsAll(spoof.all("like").stream()
                            .map(SpoofCorpusTest::text)
                            .toList());
            soft.assertThat(!like.isEmpty() && like.stream().allMatch(MINE::equals))
                    .as("mine: %s", like)
                    .isEqualTo(spoof.one("mine").equals("yes"));
        });
    }

    @Test
    void theCorpusHasManyCasesOfEachKind() {
        assertThat(cases()).hasSizeGreaterThan(90);
        for (String syntax : List.of("valid", "obsolete", "invalid")) {
            assertThat(cases().stream().filter(spoof -> spoof.one("syntax").equals(syntax)))
                    .hasSizeGreaterThan(10);
        }
    }
}
