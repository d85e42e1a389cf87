package io.github.guichet.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --json}, and how entries of the store are printed with it and without. */
final class ListOption {

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One entry: a field a line. */
    int show(CommandSpec spec, StoreEntry entry) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(entry.json());
        } else {
            entry.fields().forEach((name, value) -> out.println(name + ": " + StoreEntry.plain(value)));
        }
        return ExitStatus.OK;
    }

    /** Many entries: one a line, fields separated by tabs, {@code -} for what is not set. */
    int list(CommandSpec spec, List<StoreEntry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(entries.stream().map(StoreEntry::json).collect(Collectors.joining(",\n", "[", "]")));
        } else {
            entries.forEach(entry -> out.println(
                    entry.fields().values().stream().map(StoreEntry::plain).collect(Collectors.joining("\t"))));
        }
        return ExitStatus.OK;
    }
}
