package io.github.guichet.dovecotauth.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a peer says of its client with {@code name=value}, as the facts of a request. Names that nobody knows are left out:
 * both protocols demand that they are ignored.
 */
public final class Parameters {

    private static final Set<String> KNOWN = Set.of(
            "service",
            "lip",
            "rip",
            "lport",
            "rport",
            "real_lip",
            "real_rip",
            "real_lport",
            "real_rport",
            "local_name",
            "session",
            "client_id",
            "forward_fields",
            "secured",
            "no-penalty",
            "cert_username",
            "session_pid",
            "ssl_ja3_hash",
            "ssl_client_cert_fp",
            "ssl_client_cert_pubkey_fp");

    private Parameters() {}

    /** Whether a parameter is a fact under its own name. */
    public static boolean isFact(String name) {
        return KNOWN.contains(name);
    }

    /** The facts in the fields of a line. */
    public static Map<String, String> facts(List<String> fields) {
        Map<String, String> facts = new HashMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            if (name.equals("protocol")) {
                facts.put("service", value); // what 2.4 calls it
            } else if (name.equals("valid-client-cert")) {
                facts.put("cert", "valid");
            } else if (KNOWN.contains(name)) {
                facts.put(name, value);
            }
        }
        real(facts, "lip");
        real(facts, "rip");
        real(facts, "lport");
        real(facts, "rport");
        return facts;
    }

    /** Without a proxy in between, the address that was seen is the real one; Dovecot then says it once. */
    private static void real(Map<String, String> facts, String name) {
        String seen = facts.get(name);
        if (seen != null) {
            facts.putIfAbsent("real_" + name, seen);
        }
    }
}
