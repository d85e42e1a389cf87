package io.github.guichet.doctor;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.server.ListenAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Setups for tests, and programs that say what a test wants. */
final class Setups {

    final List<MapFacts> maps = new ArrayList<>();
    final List<Listening> listening = new ArrayList<>();
    final List<SqlQuestion> questions = new ArrayList<>();
    final List<RuleFacts> rules = new ArrayList<>();
    final List<MapFacts> access = new ArrayList<>();
    String delimiters = "+";

    Setups map(String name, String parameter, Map<String, String> values) {
        maps.add(facts(name, parameter, values));
        return this;
    }

    static MapFacts facts(String name, String parameter, Map<String, String> values) {
        Table table = new ValuesTable(name, values);
        return new MapFacts(name, Optional.of(parameter), table, table, false, false);
    }

    Setups listen(Listening.Role role, String address) {
        listening.add(new Listening(role, ListenAddress.parse(address), 4000));
        return this;
    }

    Setup setup() {
        List<SqlSource> databases =
                questions.stream().map(SqlQuestion::source).distinct().toList();
        return new Setup(
                Path.of("/etc/guichet/guichet.toml"),
                delimiters,
                List.copyOf(maps),
                List.copyOf(databases),
                databases,
                List.of(),
                List.of(),
                List.copyOf(questions),
                List.of(),
                List.copyOf(listening),
                List.copyOf(rules),
                Duration.ofSeconds(3),
                Duration.ofMinutes(20),
                Duration.ofSeconds(3),
                List.copyOf(access),
                List.of(),
                false,
                0,
                Optional::empty);
    }

    /** A postconf that says this for -x and -n, -M, and -P. */
    static Postfix postfix(Path directory, String parameters, String services, String overrides) {
        script(
                directory.resolve("postconf"),
                "case \"$*\" in\n*-P*) cat <<'EOF'\n" + overrides + "\nEOF\n;;\n*-M*) cat <<'EOF'\n" + services
                        + "\nEOF\n;;\n*) cat <<'EOF'\n" + parameters + "\nEOF\n;;\nesac\n");
        return new Postfix(tool(directory), Optional.empty());
    }

    static Tool tool(Path directory) {
        return new Tool(Duration.ofSeconds(20), Map.of("PATH", directory.toString()));
    }

    static void script(Path file, String text) {
        try {
            Files.writeString(file, "#!/bin/sh\n" + text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(Examination examination) throws CannotLookException, InterruptedException {
        return examination.examine().stream()
                .map(f -> f.severity() + ": " + f.what() + " | " + String.join(" ; ", f.paste()))
                .toList();
    }
}
