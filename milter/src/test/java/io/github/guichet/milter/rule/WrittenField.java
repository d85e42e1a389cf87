package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.IncomingField;
import java.nio.charset.StandardCharsets;

/** A field as an MTA would report it. */
record WrittenField(String name, String text) implements IncomingField {

    @Override
    public int length() {
        return value().length;
    }

    @Override
    public byte[] value() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
