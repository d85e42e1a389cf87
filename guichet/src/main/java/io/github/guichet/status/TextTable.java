package io.github.guichet.status;

import java.util.ArrayList;
import java.util.List;

/** Columns of text. The first columns are the ones that matter: those that do not fit into the width are left out. */
final class TextTable {

    private static final String GAP = "  ";
    private static final int WIDEST = 60;
    private static final int LEAST_OF_LAST = 12;

    private final List<String> heads;
    private final String aligned;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param aligned for each column {@code l}, left, or {@code r}, right
     */
    TextTable(String aligned, String... heads) {
        this.aligned = aligned;
        this.heads = List.of(heads);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The line of heads, then one for each row. The last column of a table may be cut; others are at most 60 characters wide. */
    List<String> lines(int width) {
        int[] widths = new int[heads.size()];
        int shown = 0;
        int used = 0;
        for (int column = 0; column < widths.length; column++) {
            boolean last = column == widths.length - 1;
            int widest = heads.get(column).length();
            for (List<String> row : rows) {
                widest = Math.max(widest, row.get(column).length());
            }
            widths[column] = last ? widest : Math.min(WIDEST, widest);
            int needed = last && aligned.charAt(column) == 'l' ? Math.min(widest, LEAST_OF_LAST) : widths[column];
            used += column > 0 ? GAP.length() : 0;
            if (column > 0 && used + needed > width) {
                break;
            }
            used += widths[column];
            shown++;
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(heads, widths, shown, width));
        for (List<String> row : rows) {
            lines.add(line(row, widths, shown, width));
        }
        return lines;
    }

    private String line(List<String> cells, int[] widths, int shown, int width) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < shown; column++) {
            String cell = cut(cells.get(column), widths[column]);
            String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
            line.append(column > 0 ? GAP : "").append(aligned.charAt(column) == 'r' ? padding + cell : cell + padding);
        }
        return cut(line.toString().stripTrailing(), width);
    }

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
