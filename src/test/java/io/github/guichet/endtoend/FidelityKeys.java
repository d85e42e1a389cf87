package io.github.guichet.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;

/** The keys and rows that Postfix and guichet are compared on. */
final class FidelityKeys {

    /** Rows of the table alias: address and target. */
    static final Map<String, String> ROWS = rows();

    /** Keys written by hand: each stands for something that has gone wrong somewhere. */
    static final List<String> KEYS = keys();

    private FidelityKeys() {}

    private static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("alice@example.com", "alice@mail.example");
        rows.put("bob@example.com", "bob");
        rows.put("bob+ext@example.com", "bob+ext@mail.example");
        rows.put("o'neil@example.com", "oneil@mail.example");
        rows.put("\"john doe\"@example.com", "john@mail.example");
        rows.put("\"a@b\"@example.com", "at@mail.example");
        rows.put("back\\slash@example.com", "slash\\back@mail.example");
        rows.put("per%cent@example.com", "100%@mail.example");
        rows.put("under_score@example.com", "under@mail.example");
        rows.put("underXscore@example.com", "x@mail.example");
        rows.put("st*r@example.com", "star@mail.example");
        rows.put("(paren)@example.com", "paren@mail.example");
        rows.put("semi;colon@example.com", "semi@mail.example");
        rows.put("\"quote\\\"quote\"@example.com", "qq@mail.example");
        rows.put("jörg@müller.example", "jörg@mail.example");
        rows.put("jorg@xn--mller-kva.example", "ascii@mail.example");
        rows.put("юзер@пример.example", "юзер@mail.example");
        rows.put("𝄞@example.com", "clef@mail.example");
        rows.put("@example.org", "catchall@mail.example");
        rows.put("example.com", "domain");
        rows.put("user", "bare@mail.example");
        rows.put("no@at@example.net", "two@ats@mail.example");
        rows.put("other@example.net", "@mail.example");
        rows.put("deep@a.b.c.example.net", "deep@mail.example,second@mail.example");
        rows.put("12345", "number");
        rows.put("12345@example.com", "number@mail.example");
        rows.put("*", "star");
        return rows;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(ROWS.keySet());
        keys.addAll(List.of(
                "ALICE@EXAMPLE.COM",
                "Alice@Example.Com",
                "alice+ext@example.com",
                "alice@example.com ",
                " alice@example.com",
                "nobody@example.com",
                "nobody@elsewhere.example",
                "alice@elsewhere.example",
                "@example.com",
                "@",
                "@@",
                "a@",
                "alice@",
                "%@example.com",
                "_lice@example.com",
                "%",
                "_",
                "\\",
                "\\\\",
                "'",
                "''",
                "\\'",
                "\"\"@example.com",
                "alice@example.com'",
                "alice@example.com' OR '1'='1",
                "' OR 1=1 -- ",
                "\\' OR 1=1 -- ",
                "'; DROP TABLE alias; -- ",
                "alice@example.com\\",
                "x' UNION SELECT 'y",
                "alice@example.com#",
                "alice@example.com/*",
                "${alice}@example.com",
                "$1@example.com",
                "{d '2020-01-01'}@example.com",
                "?@example.com",
                "alice@.example.com",
                "alice@example.com.",
                "alice@example..com",
                "deep@b.c.example.net",
                "deep@.a.b.c.example.net",
                "alice@localhost",
                "J\u00d6RG@m\u00fcller.example",
                "jo\u0308rg@müller.example",
                "jörg@xn--mller-kva.example",
                "ЮЗЕР@ПРИМЕР.example",
                "1@example.com",
                "12345 ",
                "12345.0",
                "1e3",
                "0x3039",
                "null",
                "NULL",
                "two words@example.com",
                "x".repeat(300) + "@example.com",
                "x".repeat(2000) + "@example.com",
                "alice@" + "x".repeat(1500) + ".com"));
        return List.copyOf(keys);
    }

    /** More rows, made of the characters that mean something to somebody. */
    static Map<String, String> generatedRows(long seed, int count) {
        Map<String, String> rows = new LinkedHashMap<>();
        Random random = new Random(seed);
        RandomGenerator<String> addresses = address().generator(1000);
        while (rows.size() < count) {
            rows.put(
                    addresses.next(random).value(),
                    addresses.next(random).value().strip());
        }
        return rows;
    }

    /** More keys: rows, rows with something changed, and others. */
    static List<String> generatedKeys(long seed, Map<String, String> rows, int count) {
        List<String> keys = new ArrayList<>();
        List<String> known = List.copyOf(rows.keySet());
        Random random = new Random(seed);
        RandomGenerator<String> addresses = address().generator(1000);
        while (keys.size() < count) {
            String row = known.get(random.nextInt(known.size()));
            keys.add(
                    switch (random.nextInt(4)) {
                        case 0 -> row;
                        case 1 -> row.replaceFirst("@", "+x@");
                        case 2 -> new StringBuilder(row).reverse().toString();
                        default -> addresses.next(random).value();
                    });
        }
        return keys.stream().filter(key -> !key.isEmpty()).toList();
    }

    private static Arbitrary<String> address() {
        Arbitrary<String> local = Arbitraries.strings()
                .withChars("ab%_\\'.+-;*()[]{}$#?/éüß<>&|=~^`!,:")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> domain =
                Arbitraries.of("example.com", "example.net", "a.b.example.org", "müller.example", "other.example", "x");
        return Combinators.combine(local, domain).as((l, d) -> l + "@" + d);
    }
}
