package io.github.guichet.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes sessions whose addresses, clients and names meet the rows of {@link KeyOrderTables}, or nearly so. */
final class KeyOrderSessions {

    private static final List<String> LOCALS = List.of(
            ("alice Alice ALICE bob carol exact real r d localuser full aliased list spaced moved user bare percent bang loop"
                            + " named group chain away canon canonlocal canonheader rc s.old spy hop gone gonelocal blocked spam"
                            + " noentry trap bcc owner-list owner dash list-request ext nobody o'neil % _ x*y j\u00f6rg J\u00d6RG"
                            + " postmaster a.b")
                    .split(" "));
    private static final List<String> QUOTED = List.of(
            "\"quoted user\"",
            "\"Quoted User\"",
            "\"unquoted user\"",
            "\"two words\"",
            "\"unquoted words\"",
            "\"local quoted\"",
            "\"r q\"",
            "\"s q\"",
            "\"canon quoted\"",
            "\"bad sender\"",
            "\"no entry\"",
            "\"at@sign\"",
            "\"back\\\\slash\"",
            "\"qu\\\"ote\"",
            "\"un+needed\"");
    private static final List<String> EXTENSIONS =
            List.of("+t +T +tag +keep +x +own +ok +ham +only +a+b -t + +a-b".split(" "));
    private static final List<String> DOMAINS = List.of(
            ("virt.example Virt.Example alias.example ALIAS.example catch.example relay.example sub.relay.example"
                            + " a.dotted.example dotted.example other.example sub.other.example deep.sub.other.example"
                            + " child.parent.example here.example canon.example oldsender.example bccdom.example"
                            + " hopdom.example gonedom.example closed.example a.closed.example a.closed2.example"
                            + " blockedsender.example a.blockedsender.example a.blockeddots.example gr\u00fcn.example"
                            + " GR\u00dcN.example xn--mller-kva.example k\u00f6ln.example [127.0.0.1] unknown.example")
                    .split(" "));
    /** Name and address of a client; the first two may relay. */
    private static final List<String> CLIENTS = List.of(
            "trusted.example 192.0.2.200",
            "unknown.client9.example 192.0.2.10",
            "a.trusted.example 192.0.2.201",
            "a.dots.example 192.0.2.202",
            "[UNAVAILABLE] 192.0.3.1",
            "bad.client.example 192.0.2.203",
            "x.client.example 192.0.2.204",
            "good.client.example 192.0.2.205",
            "a.dots.client2.example 192.0.2.206",
            "[UNAVAILABLE] 198.51.100.9",
            "[UNAVAILABLE] 198.51.100.7",
            "[UNAVAILABLE] 203.0.113.77",
            "[UNAVAILABLE] IPV6:2001:db8:1::9",
            "[UNAVAILABLE] IPV6:2001:db8:2::5",
            "[UNAVAILABLE] IPV6:2001:db8:3::1");

    private static final List<String> HELOS = List.of(
            "mail.example",
            "Bad.Helo.Example",
            "x.helo2.example",
            "x.helo2.example.",
            "x.helo3.example",
            "192.0.2.99",
            "192.0.2.98",
            "[192.0.2.1]");

    /** All have the password {@code secret}. */
    static final List<String> LOGINS =
            List.of("alice boss bob bobsown postmaster local quoted locked nobody".split(" "));

    private final List<KeyOrderSession> sessions = new ArrayList<>();
    private final SplittableRandom random;

    KeyOrderSessions(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Each local part, domain, client, name and login at least once, then {@code more} by chance. */
    List<KeyOrderSession> make(int more) {
        List<String> locals = new ArrayList<>(LOCALS);
        locals.addAll(QUOTED);
        for (String local : locals) {
            trusted(
                    "x@unknown.example",
                    local + "@virt.example",
                    local + "@alias.example",
                    extended(local, "+t") + "@alias.example",
                    local + "@here.example",
                    extended(local, "+x") + "@virt.example",
                    extended(local, "+t") + "@here.example",
                    extended(local, "+X") + "@unknown.example");
            trusted(extended(local, "+x") + "@other.example", "far@unknown.example");
        }
        for (String domain : DOMAINS) {
            trusted("x@unknown.example", "user@" + domain, "anybody+t@" + domain, "j\u00f6rg@" + domain);
            trusted("user@" + domain, "alice@virt.example", "far@unknown.example");
        }
        for (String local :
                List.of("spy", "spy+own", "\"s q\"", "localuser", "hop", "s.old+x", "blocked+ok", "spam+ham")) {
            for (String domain : List.of("other.example", "here.example", "virt.example", "bccdom.example")) {
                trusted(local + "@" + domain, "far@unknown.example", "far@parent.example");
            }
        }
        CLIENTS.forEach(client -> add(client, "mail.example", "", "", "alice@virt.example", "far@unknown.example"));
        HELOS.forEach(helo -> add(CLIENTS.get(0), helo, "", "", "alice@virt.example", "far@unknown.example"));
        for (String login : LOGINS) {
            for (String sender : List.of(
                    "alice+t@virt.example",
                    "bob@virt.example",
                    "bob+own@virt.example",
                    "\"quoted user\"@virt.example",
                    "localuser+x@here.example",
                    "x@unknown.example")) {
                add(CLIENTS.get(9), "mail.example", login, sender, "bob@virt.example", "far@unknown.example");
            }
        }
        for (int i = 0; i < more; i++) {
            byChance();
        }
        return sessions;
    }

    private void byChance() {
        List<String> recipients = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            recipients.add(address());
        }
        add(
                random.nextInt(8) > 0 ? CLIENTS.get(random.nextInt(2)) : pick(CLIENTS),
                random.nextInt(16) > 0 ? HELOS.get(0) : pick(HELOS),
                random.nextInt(5) > 0 ? "" : pick(LOGINS),
                random.nextInt(8) == 0 ? "" : address(),
                recipients.toArray(String[]::new));
    }

    private void trusted(String sender, String... recipients) {
        add(CLIENTS.get(0), HELOS.get(0), "", sender, recipients);
    }

    private void add(String client, String helo, String login, String sender, String... recipients) {
        String[] parts = client.split(" ", 2);
        sessions.add(new KeyOrderSession(parts[0], parts[1], helo, login, sender, List.of(recipients)));
    }

    private String address() {
        String local = random.nextInt(4) > 0 ? pick(LOCALS) : pick(QUOTED);
        String domain = random.nextInt(2) > 0 ? pick(DOMAINS) : DOMAINS.get(random.nextInt(5));
        return (random.nextInt(2) > 0 ? local : extended(local, pick(EXTENSIONS))) + "@" + domain;
    }

    private static String extended(String local, String extension) {
        return local.endsWith("\"") ? local.substring(0, local.length() - 1) + extension + "\"" : local + extension;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
