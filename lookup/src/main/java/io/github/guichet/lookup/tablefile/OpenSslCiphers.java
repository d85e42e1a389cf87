package io.github.guichet.lookup.tablefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Cipher lists in OpenSSL's notation, as Java names the same suites. */
public final class OpenSslCiphers {

    /** Words for what Java's own default already is. */
    private static final Set<String> DEFAULTS =
            Set.of("DEFAULT", "HIGH", "ALL", "MEDIUM", "SECURE", "STRENGTH", "aNULL", "eNULL");

    private OpenSslCiphers() {}

    /**
     * Translates.
     *
     * @param list suites separated by colons, commas or spaces; classes such as HIGH and exclusions are Java's default
     * @param problems hears of suites that have no name in Java
     * @return Java's names separated by commas; empty for Java's default
     */
    public static String toJava(String list, Consumer<String> problems) {
        List<String> suites = new ArrayList<>();
        for (String word : list.split("[:, ]+", -1)) {
            boolean exclusion =
                    word.startsWith("!") || word.startsWith("-") || word.startsWith("+") || word.startsWith("@");
            if (word.isEmpty() || exclusion || DEFAULTS.contains(word)) {
                continue;
            }
            if (word.startsWith("TLS_")) {
                suites.add(word);
            } else if (word.matches("(ECDHE|DHE)-(RSA|ECDSA)-.*")) {
                suites.add(ephemeral(word));
            } else if (word.matches("AES(128|256)-(GCM-)?SHA\\d*")) {
                suites.add("TLS_RSA_WITH_" + cipher(word));
            } else {
                problems.accept("\"" + word + "\" is not a cipher suite that Java knows; write suites such as "
                        + "ECDHE-RSA-AES256-GCM-SHA384 or TLS_AES_256_GCM_SHA384, or leave the parameter out");
            }
        }
        return String.join(",", suites);
    }

    private static String ephemeral(String word) {
        int end = word.indexOf('-', word.indexOf('-') + 1);
        return "TLS_" + word.substring(0, end).replace('-', '_') + "_WITH_" + cipher(word.substring(end + 1));
    }

    /** AES256-GCM-SHA384 is AES_256_GCM_SHA384; without a mode it is CBC. */
    private static String cipher(String name) {
        if (name.equals("CHACHA20-POLY1305")) {
            return "CHACHA20_POLY1305_SHA256";
        }
        String spaced =
                name.replace("AES128", "AES_128").replace("AES256", "AES_256").replace('-', '_');
        return spaced.contains("_GCM_") ? spaced : spaced.replace("_SHA", "_CBC_SHA");
    }
}
