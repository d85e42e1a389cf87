package io.github.guichet.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code guichet} of the packaged tree, run to its end. */
public final class GuichetCommand {

    private GuichetCommand() {}

    /** {@code guichet ARGUMENTS… --config CONFIG}. */
    public static Command run(Path config, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add("--config");
        line.add(config.toString());
        return plain("", line.toArray(String[]::new));
    }

    /** {@code guichet ARGUMENTS…} with text on its standard input. */
    public static Command plain(String input, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Program.GUICHET.path());
        line.addAll(List.of(arguments));
        return Command.run(line, input);
    }
}
