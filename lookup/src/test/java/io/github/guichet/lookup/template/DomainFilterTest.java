package io.github.guichet.lookup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainFilterTest {

    @TempDir
    Path directory;

    @Test
    void passesEveryKeyWhenNoDomainIsSet() throws DomainFilterException {
        assertThat(verdict("", "postmaster")).isEqualTo("passes");
        assertThat(verdict("", "a@b.example")).isEqualTo("passes");
    }

    @Test
    void skipsKeysWithoutAUserOrADomain() throws DomainFilterException {
        assertThat(verdict("example.com", "example.com")).isEqualTo("skipped");
        assertThat(verdict("example.com", "a@")).isEqualTo("skipped");
        assertThat(verdict("example.com", "@example.com")).isEqualTo("skipped");
    }

    @Test
    void takesTheDomainAfterTheLastAt() throws DomainFilterException {
        assertThat(verdict("example.com", "\"a@b\"@example.com")).isEqualTo("passes");
    }

    @Test
    void ignoresCase() throws DomainFilterException {
        assertThat(verdict("Example.COM", "a@eXample.com")).isEqualTo("passes");
        assertThat(verdict("STRASSE.example", "a@straße.example")).isEqualTo("passes");
        assertThat(verdict("straße.example", "a@STRAẞE.example")).isEqualTo("passes");
    }

    @Test
    void doesNotMatchParentDomains() throws DomainFilterException {
        assertThat(verdict("example.com", "a@sub.example.com")).isEqualTo("skipped");
        assertThat(verdict(".example.com", "a@sub.example.com")).isEqualTo("skipped");
    }

    @Test
    void letsTheFirstMatchDecide() throws DomainFilterException {
        assertThat(verdict("!a.example, a.example", "x@a.example")).isEqualTo("skipped");
        assertThat(verdict("a.example\t!a.example", "x@a.example")).isEqualTo("passes");
        assertThat(verdict("!!a.example", "x@a.example")).isEqualTo("passes");
    }

    @Test
    void readsPatternsFromAFile() throws DomainFilterException, IOException {
        Path file =
                Files.writeString(directory.resolve("domains"), "# ours\none.example\n  two.example\n!three.example\n");
        assertThat(verdict(file.toString(), "x@two.example")).isEqualTo("passes");
        assertThat(verdict("!" + file + " other.example", "x@one.example")).isEqualTo("skipped");
        assertThat(verdict("!" + file, "x@three.example")).isEqualTo("passes");
        assertThat(verdict("!" + file + " other.example", "x@other.example")).isEqualTo("passes");
    }

    @Test
    void isUnavailableWhenItGetsToAFileThatCannotBeRead() throws DomainFilterException {
        String list = "first.example, " + directory.resolve("gone");
        assertThat(verdict(list, "x@first.example")).isEqualTo("passes");
        assertThat(verdict(list, "x@second.example")).contains("cannot read", "gone");
    }

    @Test
    void refusesFilesThatNameThemselves() throws IOException {
        Path file = directory.resolve("loop");
        Files.writeString(file, file + "\n");
        assertThatThrownBy(() -> DomainFilter.parse(file.toString(), TableOpener.NONE))
                .hasMessageContaining("deep");
    }

    @Test
    void asksTables() throws DomainFilterException {
        assertThat(verdict("test:found", "x@A.example")).isEqualTo("passes");
        assertThat(verdict("!test:found", "x@a.example")).isEqualTo("skipped");
        assertThat(verdict("test:nothing", "x@a.example")).isEqualTo("skipped");
        assertThat(verdict("test:nothing a.example", "x@a.example")).isEqualTo("passes");
        assertThat(verdict("test:down a.example", "x@a.example")).contains("database is down");
        assertThat(verdict("a.example test:down", "x@a.example")).isEqualTo("passes");
    }

    @Test
    void keepsATableWithBracesInOnePiece() throws DomainFilterException {
        assertThat(verdict("test:{ a = b, c = d }", "x@a.example")).isEqualTo("passes");
    }

    @Test
    void refusesALoneExclamationMark() {
        assertThatThrownBy(() -> DomainFilter.parse(List.of("a.example", "!"), TableOpener.NONE))
                .isInstanceOf(DomainFilterException.class)
                .hasMessage("no pattern after '!'");
    }

    @Test
    void refusesTablesWhereNoneCanBeNamed() {
        assertThatThrownBy(() -> DomainFilter.parse("regexp:/etc/x", TableOpener.NONE))
                .hasMessageContaining("regexp:/etc/x");
    }

    private static String verdict(String patterns, String key) throws DomainFilterException {
        DomainFilter filter = DomainFilter.parse(patterns, DomainFilterTest::open);
        DomainFilter.Verdict verdict = filter.check(key, new Trail()).join();
        if (verdict instanceof DomainFilter.Verdict.Unavailable unavailable) {
            return unavailable.reason();
        }
        return verdict instanceof DomainFilter.Verdict.Passes ? "passes" : "skipped";
    }

    private static Table open(String type, String name) {
        assertThat(type).isEqualTo("test");
        return new Table() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CompletableFuture<Answer> lookup(String key, Trail trail) {
                Answer answer = switch (name) {
                    case "nothing" -> Answer.NOT_FOUND;
                    case "down" -> new Answer.Unavailable("database is down");
                    default -> new Answer.Found(key);
                };
                assertThat(key).isEqualTo("a.example");
                return CompletableFuture.supplyAsync(() -> answer);
            }

            @Override
            public Keys keys() {
                return new Keys.Listed(List.of());
            }
        };
    }
}
