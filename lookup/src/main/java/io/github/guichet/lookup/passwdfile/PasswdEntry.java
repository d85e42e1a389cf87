package io.github.guichet.lookup.passwdfile;

import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line.
 *
 * @param password with the name of its scheme in braces, or without
 * @param user uid, gid and home; absent when the line is about the password alone
 * @param fields the extra fields, in order
 * @param broken what is wrong with a field: nobody can then say what the line means, but the user exists
 */
record PasswdEntry(
        String password,
        Optional<Map<String, String>> user,
        Map<String, VariableTemplate> fields,
        Optional<String> broken) {

    private static final String USERDB = "userdb_";

    /** A line that cannot be used. */
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String message) {
            super(message);
        }
    }

    /**
     * Reads a line.
     *
     * @param columns the line, cut at its colons
     */
    static PasswdEntry of(List<String> columns, UnixNames names) throws BadLine {
        Optional<Map<String, String>> user = columns.size() > 3 ? Optional.of(new LinkedHashMap<>()) : Optional.empty();
        if (user.isPresent()) {
            put(user.get(), "uid", columns.get(2), names.uid(columns.get(2)));
            put(user.get(), "gid", columns.get(3), names.gid(columns.get(3)));
            if (columns.size() > 5 && !columns.get(5).isEmpty()) {
                user.get().put("home", columns.get(5));
            }
        }
        Map<String, VariableTemplate> fields = new LinkedHashMap<>();
        Optional<String> broken = Optional.empty();
        for (String field : extraFields(columns).split(" ", -1)) {
            try {
                read(field, fields);
            } catch (TemplateException e) {
                broken = Optional.of("the field " + nameOf(field) + ": " + e.getMessage());
            }
        }
        return new PasswdEntry(password(columns.size() > 1 ? columns.get(1) : ""), user, fields, broken);
    }

    private static void read(String field, Map<String, VariableTemplate> fields) throws TemplateException {
        String name = nameOf(field);
        if (!name.isEmpty()) {
            fields.put(name, VariableTemplate.parse(field.substring(Math.min(field.length(), name.length() + 1))));
        }
    }

    private static String nameOf(String field) {
        int equals = field.indexOf('=');
        return equals < 0 ? field : field.substring(0, equals);
    }

    private static void put(Map<String, String> user, String name, String column, Optional<Long> id) throws BadLine {
        if (column.isEmpty()) {
            return;
        }
        // Dovecot never lets anybody in as root.
        long number = id.filter(i -> i != 0)
                .orElseThrow(() -> new BadLine("the " + name + " is neither a number above 0 nor a name of this host"));
        user.put(name, String.valueOf(number));
    }

    private static String password(String column) throws BadLine {
        int length = column.length();
        boolean typed = length > 4
                && column.charAt(0) != '{'
                && column.charAt(0) != '$'
                && column.charAt(length - 1) == ']'
                && column.charAt(length - 4) == '[';
        if (!typed) {
            return column;
        }
        String hash = column.substring(0, length - 4);
        return switch (column.substring(length - 3, length - 1)) {
            case "34" -> "{PLAIN-MD5}" + hash;
            case "56" -> {
                if (hash.length() != 32) {
                    throw new BadLine("the password is no hash of Digest-MD5");
                }
                yield "{DIGEST-MD5}" + hash;
            }
            default -> "{CRYPT}" + hash;
        };
    }

    /** In an old form of the file the eighth column is empty and the mail location stands in the ninth. */
    private static String extraFields(List<String> columns) {
        if (columns.size() <= 7) {
            return "";
        }
        if (!columns.get(7).isEmpty()) {
            return String.join(":", columns.subList(7, columns.size()));
        }
        String mail = String.join(":", columns.subList(8, columns.size()));
        return mail.isEmpty() ? "" : USERDB + "mail=" + mail;
    }

    /** What the passdb says. */
    AccountRecord passwordRecord(AccountRequest request) {
        Map<String, String> record = new LinkedHashMap<>();
        record.put("password", password);
        fields.forEach((name, value) -> record.put(name, value.expand(request)));
        return new AccountRecord(record);
    }

    /** What the userdb says, if it knows the user. */
    List<AccountRecord> userRecord(AccountRequest request) {
        List<AccountRecord> records = new ArrayList<>();
        user.ifPresent(plain -> {
            Map<String, String> record = new LinkedHashMap<>(plain);
            fields.forEach((name, value) -> {
                if (name.startsWith(USERDB)) {
                    record.put(name.substring(USERDB.length()), value.expand(request));
                }
            });
            records.add(new AccountRecord(record));
        });
        return records;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PasswdEntry" + fields.keySet();
    }
}
