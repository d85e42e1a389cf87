package io.github.guichet.lookup.variable;

/** A part of a text with variables. */
public sealed interface VariablePiece {

    /** Where it begins in the text, in characters from 0. */
    int offset();

    /**
     * Text that stands for itself; {@code %%} has become {@code %}.
     *
     * @param text the text
     */
    record Literal(String text, int offset) implements VariablePiece {}

    /**
     * A variable with all that is done to it.
     *
     * @param offset where its percent sign stands
     * @param end the offset behind it
     * @param value what it makes of a request
     */
    record Expression(int offset, int end, Value value) implements VariablePiece {}
}
