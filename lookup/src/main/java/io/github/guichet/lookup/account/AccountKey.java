package io.github.guichet.lookup.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request as the key of a cache: the user name, then the value of each fact that the answer depends on, in the order of their
 * names. The separator cannot stand in a value, so that two requests never share a key by accident (Dovecot's CVE-2025-30189).
 */
final class AccountKey {

    private static final char SEPARATOR = '\n';

    /** Stands before a value, because one that is empty says something too: {@code secured} without TLS. */
    private static final char PRESENT = '=';

    private final List<String> variables;

    AccountKey(Set<String> variables) {
        this.variables = variables.stream().sorted().toList();
    }

    String of(AccountRequest request) {
        if (variables.isEmpty()) {
            return request.user();
        }
        StringBuilder key = new StringBuilder(request.user());
        for (String variable : variables) {
            key.append(SEPARATOR);
            if (request.facts().containsKey(variable)) {
                key.append(PRESENT);
                escape(request.fact(variable), key);
            }
        }
        return key.toString();
    }

    private static void escape(String value, StringBuilder key) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case SEPARATOR -> key.append("\\n");
                case '\\' -> key.append("\\\\");
                default -> key.append(c);
            }
        }
    }

    AccountRequest request(String key) {
        String[] parts = key.split(String.valueOf(SEPARATOR), -1);
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < variables.size() && i + 1 < parts.length; i++) {
            if (!parts[i + 1].isEmpty()) {
                facts.put(variables.get(i), unescape(parts[i + 1].substring(1)));
            }
        }
        return new AccountRequest(parts[0], facts);
    }

    private static String unescape(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                text.append(value.charAt(i) == 'n' ? SEPARATOR : value.charAt(i));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Whose key it is. */
    static String user(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }
}
