import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes manual pages of Markdown, so that everything is said in one place: {@code ManualPage TARGET SOURCE...}, each into
 * {@code TARGET/manN/NAME.N}. A source says on its first line what page it is:
 *
 * <pre>{@code <!-- guichet.toml(5) File formats | the configuration of guichet | guichet(1), mysql_table(5) -->}</pre>
 *
 * <p>Knows as much of Markdown as those pages use: headings, paragraphs, lists, tables whose first column is what the row is about,
 * blocks of code with a fence or four spaces, and in a line code, emphasis and links.
 */
final class ManualPage {

    private final List<String> roff = new ArrayList<>();
    private List<String> columns = List.of();
    private boolean fenced;
    private boolean indented;
    private boolean betweenBlocks = true;

    public static void main(String[] arguments) throws IOException {
        for (String source : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            new ManualPage().write(Path.of(arguments[0]), Path.of(source));
        }
    }

    private void write(Path target, Path source) throws IOException {
        List<String> lines = Files.readAllLines(source);
        String first = lines.get(0);
        if (!first.startsWith("<!-- ") || !first.endsWith(" -->")) {
            throw new IOException(source + ": the first line does not say what manual page this is");
        }
        String[] parts = first.substring(5, first.length() - 4).split(" \\| ");
        String name = parts[0].substring(0, parts[0].indexOf('('));
        String section = parts[0].substring(name.length() + 1, name.length() + 2);
        roff.add(".TH \"" + escaped(name.toUpperCase()) + "\" " + section + " \"\" guichet \"" + parts[0].substring(name.length() + 4)
                + "\"");
        roff.add(".SH NAME");
        roff.add(escaped(name) + " \\- " + escaped(parts[1]));
        roff.add(".SH DESCRIPTION");
        lines.subList(1, lines.size()).forEach(this::line);
        endCode();
        roff.add(".SH \"SEE ALSO\"");
        roff.add(Stream.of(parts[2].split(", "))
                .map(page -> ".BR " + escaped(page).replace("(", " ("))
                .collect(Collectors.joining(",\n")));
        Path page = target.resolve("man" + section).resolve(name + "." + section);
        Files.createDirectories(page.getParent());
        Files.writeString(page, String.join("\n", roff) + "\n");
    }

    private void line(String line) {
        if (fenced || line.startsWith("```")) {
            fence(line);
        } else if (line.startsWith("    ") && (betweenBlocks || indented)) {
            indent(line.substring(4));
        } else if (indented && line.isBlank()) {
            roff.add("");
        } else {
            endCode();
            prose(line);
        }
        betweenBlocks = line.isBlank() || line.startsWith("```");
        if (line.isBlank()) {
            columns = List.of();
        }
    }

    private void fence(String line) {
        if (line.startsWith("```")) {
            endCode();
            fenced = !fenced;
            roff.addAll(fenced ? List.of(".PP", ".nf", ".RS 4") : List.of(".RE", ".fi"));
        } else {
            text(escaped(line));
        }
    }

    private void indent(String code) {
        if (!indented) {
            indented = true;
            roff.addAll(List.of(".PP", ".nf", ".RS 4"));
        }
        text(escaped(code));
    }

    private void endCode() {
        if (indented) {
            indented = false;
            while (roff.get(roff.size() - 1).isEmpty()) {
                roff.remove(roff.size() - 1);
            }
            roff.addAll(List.of(".RE", ".fi"));
        }
    }

    private void prose(String line) {
        if (line.startsWith("#")) {
            heading(line);
        } else if (line.startsWith("|")) {
            row(List.of(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)));
        } else if (line.startsWith("- ")) {
            roff.add(".IP \\(bu 2");
            text(inline(line.substring(2)));
        } else if (!line.isBlank()) {
            if (betweenBlocks) {
                roff.add(".PP");
            }
            text(inline(line.strip()));
        }
    }

    /** The page's own title is in .TH already. */
    private void heading(String line) {
        int level = line.indexOf(' ');
        if (level > 1) {
            roff.add((level == 2 ? ".SH \"" : ".SS \"") + inline(line.substring(level + 1)).replace("\"", "\\(dq") + "\"");
        }
    }

    /** The first row names the columns, the second is a line; every other is what it is about, with what is said of it. */
    private void row(List<String> cells) {
        if (columns.isEmpty()) {
            columns = cells;
        } else if (!cells.get(0).startsWith("---")) {
            roff.add(".TP");
            text(inline(cells.get(0).strip()));
            List<String> said = new ArrayList<>();
            for (int i = 1; i < cells.size() - 1; i++) {
                String name = columns.get(i).strip();
                String cell = inline(cells.get(i).strip());
                if (!cell.isEmpty()) {
                    said.add(name.equals("default") && !cell.equals("required") ? "default " + cell : cell);
                }
            }
            text((said.isEmpty() ? "" : "(" + String.join("; ", said) + ") ") + inline(cells.get(cells.size() - 1).strip()));
        }
    }

    /** No line of text may look like a request. */
    private void text(String line) {
        roff.add(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
    }

    private static String inline(String text) {
        String[] parts = text.split("`", -1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            boolean code = i % 2 == 1 && i < parts.length - 1;
            line.append(code ? "\\fB" + escaped(parts[i]) + "\\fR" : emphasized(escaped(parts[i])));
        }
        return line.toString();
    }

    private static String emphasized(String text) {
        return text.replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1")
                .replaceAll("\\*\\*([^*]+)\\*\\*", "\\\\fB$1\\\\fR")
                .replaceAll("(?<![\\w*])\\*([^*\\s][^*]*)\\*(?![\\w*])", "\\\\fI$1\\\\fR");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    }
}
