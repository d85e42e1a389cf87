package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.account.AccountRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The variables of Dovecot's auth service, by all their names, and which facts of a request each is made of. */
final class Variables {

    /**
     * A variable.
     *
     * @param facts what it depends on besides the user name
     */
    record Variable(Set<String> facts, Value value) {}

    /** Short names; there is none for the rest. {@code %!}, the number of the passdb, means nothing here. */
    private static final Map<Character, String> SHORT = Map.ofEntries(
            Map.entry('u', "user"),
            Map.entry('n', "username"),
            Map.entry('d', "domain"),
            Map.entry('s', "service"),
            Map.entry('h', "home"),
            Map.entry('l', "lip"),
            Map.entry('r', "rip"),
            Map.entry('p', "pid"),
            Map.entry('w', "password"),
            Map.entry('m', "mech"),
            Map.entry('c', "secured"),
            Map.entry('a', "lport"),
            Map.entry('b', "rport"),
            Map.entry('k', "cert"));

    /** Other names for the same: of 2.3, and of 2.4. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("protocol", "service"),
            Map.entry("local_ip", "lip"),
            Map.entry("remote_ip", "rip"),
            Map.entry("local_port", "lport"),
            Map.entry("remote_port", "rport"),
            Map.entry("real_local_ip", "real_lip"),
            Map.entry("real_remote_ip", "real_rip"),
            Map.entry("real_local_port", "real_lport"),
            Map.entry("real_remote_port", "real_rport"),
            Map.entry("mechanism", "mech"),
            Map.entry("client_pid", "pid"),
            Map.entry("owner_user", "user"),
            Map.entry("original_user", "orig_user"),
            Map.entry("original_username", "orig_username"),
            Map.entry("original_domain", "orig_domain"));

    private static final Map<String, Variable> TABLE = table();

    private Variables() {}

    /** The variable of a long name. */
    static Optional<Variable> named(String name) {
        return Optional.ofNullable(TABLE.get(ALIASES.getOrDefault(name, name)));
    }

    /** The variable of a short name. */
    static Optional<Variable> letter(char letter) {
        return Optional.ofNullable(SHORT.get(letter)).flatMap(Variables::named);
    }

    /** All long names, for messages. */
    static List<String> names() {
        return TABLE.keySet().stream().sorted().toList();
    }

    private static Map<String, Variable> table() {
        Map<String, Variable> table = new HashMap<>();
        names(table, "user", "username", "domain", Set.of(), AccountRequest::user);
        put(table, "domain_first", Set.of(), r -> firstDomain(r.user()));
        put(table, "domain_last", Set.of(), r -> lastDomain(r.user()));
        put(table, "home", Set.of(), r -> ""); // nobody knows it before the userdb has answered
        for (String plain : List.of(
                "service",
                "lip",
                "rip",
                "password",
                "mech",
                "cert",
                "session",
                "session_pid",
                "master_user",
                "local_name",
                "client_id",
                "ssl_ja3_hash",
                "ssl_client_cert_fp",
                "ssl_client_cert_pubkey_fp")) {
            put(table, plain, Set.of(plain), r -> r.fact(plain));
        }
        for (String number : List.of("pid", "lport", "rport")) {
            put(table, number, Set.of(number), r -> r.facts().getOrDefault(number, "0"));
        }
        real(table, "real_lip", "lip", "");
        real(table, "real_rip", "rip", "");
        real(table, "real_lport", "lport", "0");
        real(table, "real_rport", "rport", "0");
        put(table, "secured", Set.of("secured"), Variables::secured);
        names(table, "login_user", "login_username", "login_domain", Set.of("login_user"), r -> r.fact("login_user"));
        names(table, "orig_user", "orig_username", "orig_domain", Set.of("orig_user"), Variables::original);
        names(
                table,
                "auth_user",
                "auth_username",
                "auth_domain",
                Set.of("master_user", "orig_user"),
                r -> r.facts().getOrDefault("master_user", original(r)));
        return Map.copyOf(table);
    }

    private static void put(
            Map<String, Variable> table, String name, Set<String> facts, Function<AccountRequest, String> text) {
        table.put(name, new Variable(facts, request -> Octets.of(text.apply(request))));
    }

    private static void names(
            Map<String, Variable> table,
            String whole,
            String local,
            String domain,
            Set<String> facts,
            Function<AccountRequest, String> name) {
        put(table, whole, facts, name);
        put(table, local, facts, name.andThen(Variables::local));
        put(table, domain, facts, name.andThen(Variables::domain));
    }

    /** Where no proxy says otherwise the real ends of the connection are the ends of the connection. */
    private static void real(Map<String, Variable> table, String name, String plain, String otherwise) {
        put(
                table,
                name,
                Set.of(name, plain),
                r -> r.facts().getOrDefault(name, r.facts().getOrDefault(plain, otherwise)));
    }

    private static String secured(AccountRequest request) {
        return Optional.ofNullable(request.facts().get("secured"))
                .map(how -> how.isEmpty() ? "secured" : how.equalsIgnoreCase("tls") ? "TLS" : how)
                .orElse("");
    }

    private static String original(AccountRequest request) {
        return request.facts().getOrDefault("orig_user", request.user());
    }

    /** Dovecot cuts at the first @, Postfix at the last. */
    static String local(String user) {
        int at = user.indexOf('@');
        return at < 0 ? user : user.substring(0, at);
    }

    static String domain(String user) {
        int at = user.indexOf('@');
        return at < 0 ? "" : user.substring(at + 1);
    }

    static String firstDomain(String user) {
        return local(domain(user));
    }

    static String lastDomain(String user) {
        int at = user.lastIndexOf('@');
        return at < 0 ? "" : user.substring(at + 1);
    }
}
