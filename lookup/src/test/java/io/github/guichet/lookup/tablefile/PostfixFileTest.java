package io.github.guichet.lookup.tablefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostfixFileTest {

    @TempDir
    Path directory;

    private final List<TableFileProblem> problems = new ArrayList<>();

    @Test
    void readsNamesAndValues() throws IOException {
        PostfixFile file = read("# comment\nuser = postfix\nquery=SELECT a\n  FROM b\n\npassword = a = b#c $user \n");
        assertThat(file.text("user", "")).isEqualTo("postfix");
        assertThat(file.text("query", "")).isEqualTo("SELECT a  FROM b");
        assertThat(file.text("password", "")).isEqualTo("a = b#c $user");
        assertThat(file.line("password")).isEqualTo(6);
        assertThat(problems).isEmpty();
    }

    @Test
    void letsALaterLineOverride() throws IOException {
        assertThat(read("a = 1\na = 2\n").text("a", "")).isEqualTo("2");
    }

    @Test
    void tellsUnsetFromEmpty() throws IOException {
        PostfixFile file = read("a =\n");
        assertThat(file.text("a", "default")).isEmpty();
        assertThat(file.text("b", "default")).isEqualTo("default");
        assertThat(file.text("a")).isEmpty();
        assertThat(file.required("a", "default")).isEmpty();
        assertThat(problems).hasToString("[" + file.path() + ":1: a: must not be empty]");
    }

    @Test
    void readsNumbersAndBooleans() throws IOException {
        PostfixFile file = read("n = 12\nt = 60s\nsmall = 0\nyes = YES\nno = no\nodd = true\n");
        assertThat(file.number("n", 1, 0)).isEqualTo(12);
        assertThat(file.number("t", 7, 1)).isEqualTo(7);
        assertThat(file.number("small", 5, 1)).isEqualTo(5);
        assertThat(file.number("unset", 3, 1)).isEqualTo(3);
        assertThat(file.yes("yes", false)).isTrue();
        assertThat(file.yes("no", true)).isFalse();
        assertThat(file.yes("odd", true)).isTrue();
        assertThat(problems)
                .extracting(TableFileProblem::message)
                .containsExactly(
                        "\"60s\" is not a whole number",
                        "0 is too small; at least 1",
                        "\"true\" is neither yes nor no");
    }

    @Test
    void reportsEveryLineThatIsNoParameterWithoutShowingIt() throws IOException {
        PostfixFile file = read("s3cret\nok = 1\n= x\n");
        assertThat(file.text("ok", "")).isEqualTo("1");
        assertThat(problems).extracting(TableFileProblem::line).containsExactly(1, 3);
        assertThat(problems.toString()).doesNotContain("s3cret");
    }

    @Test
    void knowsWhichParametersNobodyAskedFor() throws IOException {
        PostfixFile file = read("user = a\nusr = b\n");
        file.text("user", "");
        assertThat(file.warnings()).hasToString("[" + file.path() + ":2: usr: unknown, ignored as Postfix ignores it]");
    }

    @Test
    void keepsBytesThatAreNoUtf8() throws IOException {
        Path path = Files.write(directory.resolve("latin"), "password = é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(PostfixFile.read(path, problems).orElseThrow().text("password", ""))
                .isEqualTo("é");
    }

    @Test
    void saysWhenTheFileIsNotThere() {
        assertThat(PostfixFile.read(directory.resolve("gone"), problems)).isEmpty();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).contains("cannot be read");
    }

    private PostfixFile read(String text) throws IOException {
        return PostfixFile.read(Files.writeString(directory.resolve("table.cf"), text), problems)
                .orElseThrow();
    }
}
