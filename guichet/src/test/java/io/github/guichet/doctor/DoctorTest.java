package io.github.guichet.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir
    private Path directory = Path.of("");

    private record Fixed(String name, Work work) implements Examination {
        interface Work {
            List<Finding> look() throws CannotLookException, InterruptedException;
        }

        @Override
        public List<Finding> examine() throws CannotLookException, InterruptedException {
            return work.look();
        }
    }

    @Test
    void goesOnAfterOneThatHangsFailsOrCannotLook() {
        List<String> seen = new ArrayList<>();
        List<Doctor.Examined> all = new Doctor(
                        Duration.ofSeconds(1), (name, number, of) -> seen.add(name + number + "/" + of))
                .examine(List.of(
                        new Fixed("hangs", () -> {
                            new CountDownLatch(1).await();
                            return List.of();
                        }),
                        new Fixed("fails", () -> {
                            throw new IllegalStateException("oh");
                        }),
                        new Fixed("absent", () -> {
                            throw CannotLookException.absent("none here");
                        }),
                        new Fixed("fine", () -> List.of(Finding.ok("well")))));
        assertThat(all.stream().map(Doctor.Examined::worst))
                .containsExactly(Severity.UNKNOWN, Severity.UNKNOWN, Severity.NOTE, Severity.OK);
        assertThat(all.get(0).findings().get(0).paste()).containsExactly("guichet doctor --only hangs --timeout 4");
        assertThat(seen).containsExactly("hangs1/4", "fails2/4", "absent3/4", "fine4/4");
        assertThat(Stream.of(Severity.values()).filter(Severity::wantsAction))
                .containsExactly(Severity.UNKNOWN, Severity.WARNING, Severity.ERROR);
    }

    @Test
    void printsWhatAServerSaidWithoutItsControlCharacters() {
        StringWriter text = new StringWriter();
        Report.print(
                List.of(new Doctor.Examined(
                        "x", List.of(Finding.error("a\u001b[2Jb\nc\u202e" + "z".repeat(5000), "do", "rm \r\n x")))),
                new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("\u001b", "\u202e", "\r").contains("a?[2Jb?c?", " …", "1 x error");
        assertThat(text.toString().lines()).hasSize(4);
    }

    @Test
    void endsAProgramThatHangsWithItsChildren() {
        Setups.script(directory.resolve("postconf"), "sleep 600 & wait\n");
        Tool tool = new Tool(Duration.ofMillis(200), java.util.Map.of("PATH", directory.toString()));
        assertThat(new Doctor(Duration.ofSeconds(60), (name, number, of) -> {})
                        .examine(List.of(new SaslExamination(
                                new Setups()
                                        .listen(Listening.Role.AUTH_CLIENT, "unix:/a/b")
                                        .setup(),
                                new Postfix(tool, java.util.Optional.empty()))))
                        .get(0)
                        .findings())
                .allMatch(f -> f.severity() == Severity.UNKNOWN && f.what().contains("did not end within"));
    }

    @Test
    void hasEveryExaminationOnItsPage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "doctor.md"));
        assertThat(Examinations.NAMES).hasSize(18).allMatch(name -> page.contains("\n## " + name + "\n"));
        assertThat(page.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(Examinations.NAMES);
    }
}
