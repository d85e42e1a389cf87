package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Trail;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet export}. */
@Command(
        name = "export",
        description = {
            "Writes a whole map as a file table, for parameters that refuse a socketmap, such as virtual_uid_maps, and for backup"
                    + " MX hosts. Each key is looked up as Postfix would have it looked up; the old file is replaced in one step,"
                    + " and only when every answer is there.",
            "Exit status: 0 written, 75 a source was unavailable or the file cannot be written, 65 an entry cannot be represented,"
                    + " 78 the map cannot list its keys; whenever it is not 0 the old file is as it was."
        })
final class ExportCommand implements Callable<Integer> {

    /** Questions that are under way together: fewer than any source's queue holds. */
    private static final int TOGETHER = 32;

    private static final int PROGRESS_STEP = 1024;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "MAP", description = "A map of the configuration.")
    private String map = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "TYPE:PATH",
            description =
                    "The file, as main.cf names it: cdb:PATH, lmdb:PATH, hash:PATH (made by postmap), or texthash:PATH.")
    private String to = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        ExportTarget target = ExportTarget.parse(to)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--to must be cdb:PATH, lmdb:PATH, hash:PATH or texthash:PATH"));
        Configuration configuration = config.read();
        LookupCommand.checkMap(configuration, map);
        Map<String, String> entries;
        try (RunningConfiguration running = RunningConfiguration.forTools(configuration, List.of(map))) {
            OpenMap open = java.util.Objects.requireNonNull(running.maps().get(map));
            entries = entries(open, keys(open));
        }
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            Optional<String> problem = TableText.problem(entry.getKey(), entry.getValue());
            if (problem.isPresent()) {
                throw new CommandFailure(
                        ExitStatus.DATA,
                        "the entry " + Printable.clipped(entry.getKey()) + " cannot be written: " + problem.get());
            }
        }
        TableFileWriter.write(target, TableText.of(entries));
        spec.commandLine().getOut().println(target.file() + ": " + entries.size() + " entries");
        return ExitStatus.OK;
    }

    private List<String> keys(OpenMap open) throws CommandFailure {
        Keys keys = open.table().keys();
        if (keys instanceof Keys.Unlistable unlistable) {
            throw new CommandFailure(ExitStatus.CONFIG, "map " + map + ": " + unlistable.reason());
        }
        if (keys instanceof Keys.Unavailable unavailable) {
            throw new CommandFailure(
                    ExitStatus.TEMPORARY, "map " + map + ": " + Printable.clipped(unavailable.reason()));
        }
        return List.copyOf(new LinkedHashSet<>(((Keys.Listed) keys).keys()));
    }

    /** Each key by itself: Postfix does the search in the file that this becomes. Keys are folded, as postmap folds them. */
    private Map<String, String> entries(OpenMap open, List<String> keys) throws CommandFailure {
        Map<String, String> entries = new TreeMap<>();
        boolean terminal = Terminal.isStderr();
        PrintWriter err = spec.commandLine().getErr();
        for (int from = 0; from < keys.size(); from += TOGETHER) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + TOGETHER));
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (String key : some) {
                answers.add(open.exact().lookup(open.rule().first(key), new Trail()));
            }
            for (int i = 0; i < some.size(); i++) {
                Answer answer = answers.get(i).join();
                if (answer instanceof Answer.Unavailable unavailable) {
                    throw new CommandFailure(
                            ExitStatus.TEMPORARY, "map " + map + ": " + Printable.clipped(unavailable.reason()));
                } else if (answer instanceof Answer.Found found) {
                    entries.put(open.rule().first(some.get(i)), found.value());
                }
            }
            if (terminal && from % PROGRESS_STEP == 0) {
                err.print("\r" + from + " of " + keys.size() + " keys");
                err.flush();
            }
        }
        if (terminal) {
            err.print("\r" + " ".repeat(40) + "\r");
            err.flush();
        }
        return entries;
    }
}
