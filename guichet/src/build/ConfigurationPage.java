import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the manual page guichet.toml(5) of docs/configuration.md, so that each key is described in one place. Knows as much of Markdown as
 * that page uses: headings, paragraphs, lists, tables whose first column is a key, and blocks of code.
 */
final class ConfigurationPage {

    private static final List<String> BEGINNING = List.of(
            ".TH GUICHET.TOML 5 \"\" guichet \"File formats\"",
            ".SH NAME",
            "guichet.toml \\- the configuration of guichet",
            ".SH DESCRIPTION");
    private static final List<String> END = List.of(
            ".SH FILES",
            ".I /etc/guichet/guichet.toml",
            ".SH \"SEE ALSO\"",
            ".BR guichet (1),",
            ".BR guichet\\-socketmap (8),",
            ".BR mysql_table (5),",
            ".BR ldap_table (5)");

    private final List<String> roff = new ArrayList<>(BEGINNING);
    private List<String> columns = List.of();
    private boolean code;
    private boolean betweenBlocks = true;

    public static void main(String[] arguments) throws IOException {
        ConfigurationPage page = new ConfigurationPage();
        Files.readAllLines(Path.of(arguments[0])).forEach(page::line);
        page.roff.addAll(END);
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target.resolveSibling("."));
        Files.writeString(target, String.join("\n", page.roff) + "\n");
    }

    private void line(String line) {
        if (line.startsWith("```")) {
            code = !code;
            roff.addAll(code ? List.of(".PP", ".nf", ".RS 4") : List.of(".RE", ".fi"));
        } else if (code) {
            text(escaped(line));
        } else if (line.startsWith("#")) {
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
        betweenBlocks = line.isBlank() || line.startsWith("```");
        if (line.isBlank()) {
            columns = List.of();
        }
    }

    /** The page's own title is in .TH already. */
    private void heading(String line) {
        int level = line.indexOf(' ');
        if (level > 1) {
            roff.add((level == 2 ? ".SH \"" : ".SS \"") + inline(line.substring(level + 1)).replace("\"", "\\(dq") + "\"");
        }
    }

    /** The first row names the columns, the second is a line; every other is a key with what is said of it. */
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
        return escaped(text)
                .replaceAll("`([^`]+)`", "\\\\fB$1\\\\fR")
                .replaceAll("\\*\\*([^*]+)\\*\\*", "\\\\fI$1\\\\fR")
                .replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    }
}
