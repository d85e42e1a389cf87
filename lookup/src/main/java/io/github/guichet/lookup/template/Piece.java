package io.github.guichet.lookup.template;

/** A part of a template. */
public sealed interface Piece {

    /**
     * Text that stands for itself; {@code %%} has become {@code %}.
     *
     * @param text the text
     * @param offset where it begins in the template
     */
    record Literal(String text, int offset) implements Piece {}

    /**
     * An expansion.
     *
     * @param letter one of {@code s u d S U D 1-9}
     * @param offset where its percent sign stands in the template
     */
    record Expand(char letter, int offset) implements Piece {}
}
