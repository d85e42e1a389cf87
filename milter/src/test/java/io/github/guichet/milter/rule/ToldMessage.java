package io.github.guichet.milter.rule;

import io.github.guichet.milter.message.CollectedFields;
import io.github.guichet.milter.message.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message from names and values. */
record ToldMessage(Map<String, String> facts, List<String> from, List<String> recipients, int recipientCount)
        implements MailMessage {

    ToldMessage(Map<String, String> facts, List<String> from) {
        this(facts, from, List.of(), 0);
    }

    @Override
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    @Override
    public Fields fields() {
        CollectedFields fields = new CollectedFields(Set.of("from"), Set.of(), 100_000);
        from.forEach(text -> fields.add(new WrittenField("From", text)));
        return fields;
    }
}
