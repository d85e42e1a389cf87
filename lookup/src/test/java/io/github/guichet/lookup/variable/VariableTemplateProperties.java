package io.github.guichet.lookup.variable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VariableTemplateProperties {

    private static final String[] PARTS = {
        "%u", "%n", "%d", "%Lu", "%Un", "%5u", "%2.3n", "%-2.1d", "%{rip}", "%%", "x", " ", "é", "@", "'", "{", "}"
    };

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(PARTS).list().ofMaxSize(8).map(parts -> String.join("\u0001", parts));
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.of("a", "B", "cd", "@", ".", "%u", "'", "%{rip}", "\\")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 1000)
    void expandsAsThePlainModelDoes(@ForAll("templates") String parts, @ForAll("users") String user)
            throws TemplateException {
        StringBuilder expected = new StringBuilder();
        for (String part : parts.split("\u0001", -1)) {
            expected.append(model(part, user));
        }
        AccountRequest request = new AccountRequest(user, Map.of("rip", "::1"));
        assertThat(VariableTemplate.parse(parts.replace("\u0001", "")).expand(request))
                .isEqualTo(expected.toString());
    }

    /** As the manual tells it, without looking at the code. */
    private static String model(String part, String user) {
        int at = user.indexOf('@');
        String local = at < 0 ? user : user.substring(0, at);
        String domain = at < 0 ? "" : user.substring(at + 1);
        return switch (part) {
            case "%u" -> user;
            case "%n" -> local;
            case "%d" -> domain;
            case "%Lu" -> user.toLowerCase(Locale.ROOT);
            case "%Un" -> local.toUpperCase(Locale.ROOT);
            case "%5u" -> user.length() < 5 ? user : user.substring(0, 5);
            case "%2.3n" -> local.length() < 2 ? "" : local.substring(2, Math.min(local.length(), 5));
            case "%-2.1d" -> {
                String end = domain.length() <= 2 ? domain : domain.substring(domain.length() - 2);
                yield end.isEmpty() ? "" : end.substring(0, 1);
            }
            case "%{rip}" -> "::1";
            case "%%" -> "%";
            default -> part;
        };
    }

    @Provide
    Arbitrary<String> garbage() {
        return Arbitraries.of(
                        "%",
                        "%{",
                        "}",
                        "{",
                        "u",
                        "user",
                        " | ",
                        "|",
                        "(",
                        ")",
                        "'",
                        "\"",
                        "\\",
                        ",",
                        "=",
                        ";",
                        ":",
                        "if",
                        "if;",
                        "md5",
                        "sha256;",
                        "rounds=",
                        "truncate",
                        "bits=",
                        "substr",
                        "default",
                        "hash",
                        "index",
                        "lfill",
                        "base64",
                        "hexlify",
                        "concat",
                        "-",
                        "0",
                        "1",
                        "9",
                        "99999",
                        ".",
                        "L",
                        "N",
                        "H",
                        "R",
                        "é",
                        "lport",
                        "==",
                        "eq",
                        "*",
                        "salt=",
                        "\0",
                        "\n")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    /** Any text is a template or is refused with a place in it, and a template depends on the facts that it names alone. */
    @Property(tries = 5000)
    void refusesWithAPlaceOrDependsOnWhatItSays(@ForAll("garbage") String text) {
        try {
            VariableTemplate template = VariableTemplate.parse(text);
            Map<String, String> all = new HashMap<>();
            for (String name : Variables.names()) {
                all.put(name, "value of " + name);
            }
            Map<String, String> used = new HashMap<>(all);
            Set<String> facts = template.facts();
            used.keySet().retainAll(facts);
            assertThat(template.expand(new AccountRequest("user@domain", used)))
                    .isEqualTo(template.expand(new AccountRequest("user@domain", all)));
            assertThat(Optional.of(template.isDynamic()))
                    .contains(text.replace("%%", "").contains("%"));
        } catch (TemplateException e) {
            assertThat(e.offset()).isBetween(0, Math.max(0, text.length()));
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Braces that are likely to parse: a pipe of filters with arguments. */
    @Provide
    Arbitrary<String> pipes() {
        Arbitrary<String> filters = Arbitraries.of(
                "lower",
                "upper",
                "reverse",
                "md5",
                "sha1",
                "hexlify",
                "hexlify(3)",
                "hex(2)",
                "base64",
                "base64(pad=0)",
                "truncate(2)",
                "truncate(bits=11)",
                "substr(-2, 1)",
                "substr(1)",
                "index('.', 1)",
                "default('x')",
                "default(rip)",
                "concat('a', rip)",
                "lfill(5)",
                "rfill(9, 'ab')",
                "username",
                "domain",
                "domain_last",
                "ldap_dn",
                "if('eq', 'a', 'b', user)",
                "hash('sha512', rounds=2, salt=rip)");
        return filters.list().ofMinSize(1).ofMaxSize(6).map(list -> "%{user | " + String.join(" | ", list) + "}");
    }

    @Property(tries = 1000)
    void neverFailsOnceItWasRead(@ForAll("pipes") String pipe, @ForAll("users") String user) throws TemplateException {
        VariableTemplate template = VariableTemplate.parse(pipe);
        assertThat(template.expand(new AccountRequest(user, Map.of("rip", "é"))).length())
                .isLessThan(2000);
        assertThat(template.facts()).isSubsetOf("rip");
    }
}
