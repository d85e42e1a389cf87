package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the record of one entry by the rules of its attributes. For one thread, once. */
final class FieldMaker {

    private static final Logger LOG = LoggerFactory.getLogger(FieldMaker.class);
    private static final String PASSWORD = "password";
    private static final String USER = "user";
    private static final String ORIGINAL = "orig_user";
    private static final Set<String> PARTS_OF_THE_NAME = Set.of(USER, "username", "domain");
    private static final String SUPPLEMENTARY = "gid";

    private final EntryValues entry;
    private AccountRequest request;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private List<String> passwords = List.of();

    FieldMaker(EntryValues entry, AccountRequest request) {
        this.entry = entry;
        this.request = request;
    }

    /**
     * The records: one, or one a password if the entry has several, so that each is tried.
     *
     * @param ofUsers whether several values of {@code gid} are one field, separated by commas; Dovecot does so in a userdb only
     */
    List<AccountRecord> records(List<FieldRule> rules, boolean ofUsers) {
        for (FieldRule rule : rules) {
            if (rule.kind() == FieldRule.Kind.FIELD) {
                String name = rule.name().fill(entry.into(request, rule.name(), ""));
                List<String> values = values(rule, name);
                if (!values.isEmpty()) {
                    field(name, values, ofUsers);
                }
            }
        }
        AccountRecord record = new AccountRecord(fields);
        return passwords.size() < 2
                ? List.of(record)
                : passwords.stream().map(p -> record.with(PASSWORD, p)).toList();
    }

    /** All values of the field {@code user}. */
    List<String> users(List<FieldRule> rules) {
        List<String> users = new ArrayList<>();
        for (FieldRule rule : rules) {
            if (rule.kind() == FieldRule.Kind.FIELD && rule.name().text().equals(USER)) {
                users.addAll(values(rule, USER));
            }
        }
        users.removeIf(String::isEmpty);
        return users;
    }

    /** The DNs that rules give names to, in the order of the rules. */
    Map<String, String> otherEntries(List<FieldRule> rules) {
        Map<String, String> dns = new LinkedHashMap<>();
        for (FieldRule rule : rules) {
            if (rule.kind() == FieldRule.Kind.OTHER_ENTRY) {
                String name = rule.name().fill(request);
                values(rule, name).stream()
                        .filter(dn -> !dn.isEmpty())
                        .findFirst()
                        .ifPresent(dn -> dns.put(name, dn));
            }
        }
        return dns;
    }

    private List<String> values(FieldRule rule, String name) {
        List<String> values = rule.attribute().isEmpty() ? List.of() : entry.values(rule.attribute());
        Optional<AccountText> text = rule.value();
        if (text.isEmpty()) {
            return values;
        }
        if (values.isEmpty() && !rule.attribute().isEmpty()) {
            return List.of();
        }
        if (values.size() > 1) {
            warn(name);
        }
        String first = values.isEmpty() ? "" : values.get(0);
        return List.of(text.get().fill(entry.into(request, text.get(), first)));
    }

    private void field(String name, List<String> values, boolean ofUsers) {
        if (ofUsers && name.equals(SUPPLEMENTARY)) {
            fields.put(name, String.join(",", values));
            return;
        }
        if (name.equals(PASSWORD)) {
            passwords = new ArrayList<>(values);
        } else if (values.size() > 1) {
            warn(name);
        }
        String value = values.get(0);
        if (PARTS_OF_THE_NAME.contains(name)) {
            rename(name, value);
        } else {
            fields.put(name, value);
        }
    }

    /** The name is one field, whatever it is made of; from here on %u, %n and %d are those of the new one, as in Dovecot. */
    private void rename(String name, String value) {
        String old = request.user();
        int at = old.indexOf('@');
        String now = switch (name) {
            case "username" -> at < 0 || value.indexOf('@') >= 0 ? value : value + old.substring(at);
            case "domain" -> (at < 0 ? old : old.substring(0, at)) + "@" + value;
            default -> value;
        };
        if (!now.isEmpty()) {
            fields.put(USER, now);
            request = request.with(ORIGINAL, request.facts().getOrDefault(ORIGINAL, old))
                    .about(now);
        }
    }

    private void warn(String name) {
        LOG.debug("user {}: several values for {}, the first is taken, as Dovecot takes it", request.user(), name);
    }
}
