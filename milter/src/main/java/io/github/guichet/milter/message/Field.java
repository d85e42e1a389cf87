package io.github.guichet.milter.message;

import io.github.guichet.milter.session.FieldValue;

/**
 * A header field.
 *
 * @param name as written, without white space behind it
 * @param nth which of the fields of that name it is, from 1, as a change of it has to say
 * @param index which of all fields it is, from 1
 * @param value its raw bytes, without the one space behind the colon that Postfix takes off
 */
public record Field(String name, int nth, int index, FieldValue value) {}
