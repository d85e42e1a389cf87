package io.github.guichet.command;

import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Fields that every record of a source gets unless it has them, with values that depend on the user. */
final class DefaultFields implements AccountSource {

    private final AccountSource inner;
    private final Map<String, VariableTemplate> fields;

    private DefaultFields(AccountSource inner, Map<String, VariableTemplate> fields) {
        this.inner = inner;
        this.fields = fields;
    }

    /**
     * A source with those of the fields whose values have variables.
     *
     * @param prefix stands in front of each name
     */
    static AccountSource of(AccountSource source, Map<String, String> fields, String prefix) throws TemplateException {
        Map<String, VariableTemplate> dynamic = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            VariableTemplate template = VariableTemplate.parse(field.getValue());
            if (template.isDynamic()) {
                dynamic.put(prefix + field.getKey(), template);
            }
        }
        return dynamic.isEmpty() ? source : new DefaultFields(source, dynamic);
    }

    /** The fields whose values are the same for everybody. */
    static AccountRecord constant(Map<String, String> fields) throws TemplateException {
        Map<String, String> constant = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            VariableTemplate template = VariableTemplate.parse(field.getValue());
            if (!template.isDynamic()) {
                constant.put(field.getKey(), template.expand(AccountRequest.of("x")));
            }
        }
        return new AccountRecord(constant);
    }

    @Override
    public Set<String> variables() {
        Set<String> all = new TreeSet<>(inner.variables());
        fields.values().forEach(template -> all.addAll(template.facts()));
        return all;
    }

    @Override
    public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
        return inner.lookup(request)
                .thenApply(answer -> answer instanceof AccountAnswer.Found found
                        ? new AccountAnswer.Found(
                                found.records().stream()
                                        .map(record -> complete(record, request))
                                        .toList(),
                                found.served())
                        : answer);
    }

    private AccountRecord complete(AccountRecord record, AccountRequest request) {
        AccountRecord complete = record;
        for (Map.Entry<String, VariableTemplate> field : fields.entrySet()) {
            if (!record.has(field.getKey())) {
                complete = complete.with(field.getKey(), field.getValue().expand(request));
            }
        }
        return complete;
    }
}
