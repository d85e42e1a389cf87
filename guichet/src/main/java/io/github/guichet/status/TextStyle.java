package io.github.guichet.status;

/**
 * What a report is written on.
 *
 * @param columns width in characters; longer lines are cut
 * @param rows height in lines; 0 = without end
 * @param unicode whether letters other than ASCII's can be shown
 * @param terminal whether somebody watches: then there are plots
 * @param colour whether lines may be bold and coloured
 */
public record TextStyle(int columns, int rows, boolean unicode, boolean terminal, boolean colour) {

    /** Narrower than this nothing is. */
    public static final int LEAST_COLUMNS = 40;

    /** Wider than this nothing is. */
    public static final int MOST_COLUMNS = 400;

    /** Keeps within what makes sense. */
    public TextStyle {
        columns = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns));
        rows = Math.max(0, rows);
    }
}
