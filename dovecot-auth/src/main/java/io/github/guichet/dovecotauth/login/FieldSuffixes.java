package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what Dovecot hides in field names and values: {@code name:protected} is set only if {@code name} is not there yet,
 * {@code name:remove} takes it away, and {@code passdb_import}, {@code userdb_import} hold more fields, {@code name=value}
 * separated by tabs.
 */
final class FieldSuffixes {

    private static final String PROTECTED = ":protected";
    private static final String REMOVE = ":remove";
    private static final String USERDB = "userdb_";

    private final Map<String, String> fields = new LinkedHashMap<>();

    private FieldSuffixes() {}

    /** A record of a passdb with nothing but plain names, in order. */
    static AccountRecord passdb(AccountRecord raw) {
        if (isPlain(raw, "passdb_import")) {
            return raw;
        }
        FieldSuffixes plain = new FieldSuffixes();
        raw.fields().forEach((name, value) -> {
            switch (name) {
                case "passdb_import" -> plain.imported("", value);
                case "userdb_userdb_import" -> plain.imported(USERDB, value);
                default -> plain.set(name, value);
            }
        });
        return new AccountRecord(plain.fields);
    }

    /** The same for a record of a userdb. */
    static AccountRecord userdb(AccountRecord raw) {
        if (isPlain(raw, "userdb_import")) {
            return raw;
        }
        FieldSuffixes plain = new FieldSuffixes();
        raw.fields().forEach((name, value) -> {
            if (name.equals("userdb_import")) {
                plain.imported("", value);
            } else {
                plain.set(name, value);
            }
        });
        return new AccountRecord(plain.fields);
    }

    private static boolean isPlain(AccountRecord raw, String imports) {
        for (String name : raw.fields().keySet()) {
            if (name.endsWith(imports) || name.endsWith(PROTECTED) || name.endsWith(REMOVE)) {
                return false;
            }
        }
        return true;
    }

    private void imported(String prefix, String fieldsOfTabs) {
        for (String field : fieldsOfTabs.split("\t", -1)) {
            int equals = field.indexOf('=');
            if (!field.isEmpty()) {
                set(
                        prefix + (equals < 0 ? field : field.substring(0, equals)),
                        equals < 0 ? "" : field.substring(equals + 1));
            }
        }
    }

    private void set(String name, String value) {
        if (name.endsWith(PROTECTED)) {
            fields.putIfAbsent(name.substring(0, name.length() - PROTECTED.length()), value);
        } else if (name.endsWith(REMOVE)) {
            fields.remove(name.substring(0, name.length() - REMOVE.length()));
        } else {
            fields.put(name, value);
        }
    }

    /** The record, and what it lacks of others. */
    static AccountRecord withDefaults(AccountRecord record, AccountRecord defaults) {
        if (record.fields().keySet().containsAll(defaults.fields().keySet())) {
            return record;
        }
        Map<String, String> all = new LinkedHashMap<>(record.fields());
        defaults.fields().forEach(all::putIfAbsent);
        return new AccountRecord(all);
    }
}
