package io.github.guichet.server;

/**
 * A place in a text file.
 *
 * @param line from 1; 0 when the trouble is with the file as a whole
 * @param column in characters from 1; 0 with line 0
 */
public record Position(int line, int column) {

    /** The file as a whole. */
    public static final Position NONE = new Position(0, 0);
}
