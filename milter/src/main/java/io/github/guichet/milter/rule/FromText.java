package io.github.guichet.milter.rule;

import io.github.guichet.milter.message.Field;
import io.github.guichet.milter.message.Fields;
import java.util.List;

/** What a From: says, for people. */
final class FromText {

    private FromText() {}

    /** The first From: of a message as it is, in one line; empty if there is none, or nobody asked for it. */
    static String of(MailMessage message) {
        Fields fields = message.fields();
        List<Field> from = fields.named("from");
        return from.isEmpty()
                ? ""
                : from.get(0).value().text().replaceAll("[\r\n]+[ \t]*", " ").strip();
    }
}
