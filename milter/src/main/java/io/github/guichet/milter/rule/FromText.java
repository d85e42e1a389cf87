package io.github.guichet.milter.rule;

import io.github.guichet.milter.message.AddressField;
import io.github.guichet.milter.message.Field;
import java.util.List;
import java.util.stream.Collectors;

/** The addresses of a From:, for people; what comes of it still has to be cleaned and clipped. */
final class FromText {

    /** From: is once in a message; of a forger's many these are enough. */
    private static final int MOST_FIELDS = 3;

    private FromText() {}

    /** Empty if there is no From:, or nobody asked for it; a From: in which nobody can find an address is shown as it is. */
    static String of(MailMessage message) {
        List<Field> from = message.fields().named("from");
        return from.stream().limit(MOST_FIELDS).map(FromText::addresses).collect(Collectors.joining(", "));
    }

    private static String addresses(Field field) {
        List<String> addresses = AddressField.parse(field.value()).addressLike();
        return addresses.isEmpty() ? field.value().text().replace('\n', ' ').strip() : String.join(", ", addresses);
    }
}
