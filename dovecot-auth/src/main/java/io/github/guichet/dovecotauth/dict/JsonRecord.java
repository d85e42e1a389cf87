package io.github.guichet.dovecotauth.dict;

import io.github.guichet.lookup.account.AccountRecord;

/** A record as the JSON object that {@code value_format = json} expects (RFC 8259): every value is a string. */
final class JsonRecord {

    private JsonRecord() {}

    static String of(AccountRecord record) {
        StringBuilder json = new StringBuilder(128).append('{');
        record.fields().forEach((name, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            string(name, json);
            json.append(':');
            string(value, json);
        });
        return json.append('}').toString();
    }

    private static void string(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
