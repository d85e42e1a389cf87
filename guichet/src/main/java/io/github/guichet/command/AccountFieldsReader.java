package io.github.guichet.command;

import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads fields that every account gets: {@code fields} and {@code proxy} for log-ins, {@code user-fields} for user records.
 */
final class AccountFieldsReader {

    private static final String NAME = "[A-Za-z0-9_/.:-]+";

    private AccountFieldsReader() {}

    static Map<String, String> users(ConfigSection section) {
        return section.table("user-fields").map(AccountFieldsReader::free).orElse(Map.of());
    }

    static Map<String, String> logins(ConfigSection section) {
        Map<String, String> fields = new LinkedHashMap<>();
        section.table("proxy").ifPresent(proxy -> proxy(proxy, fields));
        section.table("fields").map(AccountFieldsReader::free).ifPresent(fields::putAll);
        for (String forbidden : List.of("user", "password")) {
            if (fields.containsKey(forbidden)) {
                section.problem("fields", forbidden + " cannot be the same for everybody");
            }
        }
        return fields;
    }

    /** What Dovecot's login processes need to pass a client on to another server. */
    private static void proxy(ConfigSection proxy, Map<String, String> fields) {
        fields.put("proxy", "y");
        Optional<String> host = proxy.string("host");
        if (!proxy.has("host")) {
            proxy.missing("host", "is missing: the name or address of the server to which clients are passed on");
        }
        host.ifPresent(h -> fields.put("host", h));
        proxy.string("host-ip").ifPresent(ip -> fields.put("hostip", ip));
        proxy.integer("port", 1, 65_535).ifPresent(port -> fields.put("port", String.valueOf(port)));
        proxy.string("source-ip").ifPresent(ip -> fields.put("source_ip", ip));
        Map<String, String> tls = new LinkedHashMap<>();
        tls.put("yes", "yes");
        tls.put("any-cert", "any-cert");
        proxy.choice("ssl", tls).ifPresent(word -> fields.put("ssl", word));
        proxy.choice("start-tls", tls).ifPresent(word -> fields.put("starttls", word));
        if (proxy.has("ssl") && proxy.has("start-tls")) {
            proxy.problem("start-tls", "cannot be together with ssl, which is TLS from the first byte");
        }
        proxy.text("destination-user")
                .filter(user -> isTemplate(proxy, user))
                .ifPresent(user -> fields.put("destuser", user.text()));
    }

    /** A value may hold variables; says which character is wrong. */
    private static boolean isTemplate(ConfigSection section, ConfigText text) {
        try {
            VariableTemplate unused = VariableTemplate.parse(text.text());
            return true;
        } catch (TemplateException e) {
            section.problem(text, e.offset(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** A truth value is a field that is there, or is not. */
    private static Map<String, String> free(ConfigSection section) {
        Map<String, String> fields = new LinkedHashMap<>();
        section.scalars().forEach((name, text) -> {
            if (!name.matches(NAME)) {
                section.problem(name, "is no name of a field: letters, digits, _ - / . and : may stand in one");
            } else if (text.text().chars().anyMatch(Character::isISOControl)) {
                section.problem(text, 0, "must have no control characters");
            } else if (!isTemplate(section, text)) {
                return;
            } else if (text.text().equals("true")) {
                fields.put(name, "y");
            } else if (!text.text().equals("false")) {
                fields.put(name, text.text());
            }
        });
        return fields;
    }
}
