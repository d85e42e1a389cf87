package io.github.guichet.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the commands that the manual has administrators type exist, and guichet's own options with them. */
final class ShellCommands {

    /** Where one command of a line ends and the next begins. */
    private static final Pattern PARTS = Pattern.compile("\\s*(?:\\|\\||&&|[|;&]|\\$\\()\\s*(?=[\\w/.]|$)");

    private static final List<Path> PLACES = Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .flatMap(place -> Stream.of(
                    Path.of(place),
                    Path.of("/var/cache/guichet/trixie" + place),
                    Path.of("/var/cache/guichet/clean-trixie" + place)))
            .toList();

    private final Map<String, String> help = new HashMap<>();
    private int seen;

    /** How many commands were looked at. */
    int seen() {
        return seen;
    }

    /** What is not there of the commands in a text for a shell. */
    List<String> missing(String text) {
        List<String> missing = new ArrayList<>();
        text.replace("\\\n", " ")
                .lines()
                .map(line -> line.replaceAll("'[^']*'|\"[^\"]*\"", "TEXT").replaceAll("(^|\\s)#.*", ""))
                .flatMap(PARTS::splitAsStream)
                .map(String::strip)
                .filter(command -> !command.isEmpty())
                .forEach(command -> {
                    seen++;
                    missing(List.of(command.replaceFirst("^sudo ", "").split("\\s+")))
                            .ifPresent(missing::add);
                });
        return missing;
    }

    private Optional<String> missing(List<String> words) {
        String program = words.get(0);
        if (program.equals("guichet") || program.endsWith("/bin/guichet")) {
            return ownMissing(words);
        }
        if (program.equals("/etc/init.d/guichet")) {
            String script = Manual.page("guichet/src/dist/init.d/guichet");
            return script.matches("(?s).*\\b" + words.get(1) + "\\s*[|)].*")
                    ? Optional.empty()
                    : Optional.of(words.toString());
        }
        boolean there = program.contains("/")
                ? Files.exists(Manual.checkout().resolve(program))
                : program.equals("cd") || PLACES.stream().anyMatch(place -> Files.exists(place.resolve(program)));
        return there ? Optional.empty() : Optional.of(program);
    }

    private Optional<String> ownMissing(List<String> words) {
        String name = words.size() > 1 ? words.get(1) : "--help";
        if (name.equals("--jsvc")) {
            return Optional.empty();
        }
        String known = name.startsWith("--") ? help("--help") : help(name, "--help");
        return words.stream()
                .skip(1)
                .filter(word -> word.startsWith("--") || word.equals(name))
                .filter(word -> !known.contains(word))
                .findFirst()
                .map(word -> String.join(" ", words) + ": no " + word);
    }

    private String help(String... arguments) {
        return help.computeIfAbsent(String.join(" ", arguments), key -> {
            Command command = GuichetCommand.plain("", arguments);
            return command.exit() == 0 ? command.out() : "";
        });
    }
}
