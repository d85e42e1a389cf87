package io.github.guichet.dovecotauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** What holds for every stream of bytes and every order of events. */
class ClientProperties {

    private static final int IDS = 4;

    /** Something that happens: the client speaks, a log-in is decided, time passes. */
    private record Event(String what, int id) {}

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> kinds = Arbitraries.frequencyOf(
                Tuple.of(
                        8,
                        Arbitraries.of(
                                "plain good",
                                "plain bad",
                                "plain off",
                                "plain down",
                                "plain later",
                                "login",
                                "mutual")),
                Tuple.of(4, Arbitraries.of("cont name", "cont later", "cont bad", "cont good", "cont *", "cont ")),
                Tuple.of(2, Arbitraries.just("cancel")),
                Tuple.of(4, Arbitraries.of("decide ok", "decide bad", "decide down")),
                Tuple.of(2, Arbitraries.of("wait 1", "wait 3", "wait 160")));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, IDS))
                .as(Event::new)
                .list()
                .ofMaxSize(40);
    }

    /** What the client is owed, kept without looking at how the server does it. */
    private static final class Ledger {

        /** Asked and not answered, a line an id. */
        private final Map<Long, Integer> owed = new HashMap<>();

        private final Map<Long, Integer> cancelled = new HashMap<>();

        /** Requests that wait for the client, which may be forgotten in silence. */
        private final Map<Long, Boolean> open = new HashMap<>();

        void asked(long id) {
            owed.merge(id, 1, Integer::sum);
            open.put(id, true);
        }

        void replied(String line) {
            String[] fields = line.split("\t", -1);
            long id = Long.parseLong(fields[1]);
            if (fields[0].equals("CANCELLED")) {
                cancelled.merge(id, -1, Integer::sum);
            } else {
                assertThat(fields[0]).isIn("OK", "FAIL", "CONT");
                owed.merge(id, -1, Integer::sum);
                if (!fields[0].equals("CONT")) {
                    open.remove(id);
                }
            }
            assertThat(owed.getOrDefault(id, 0))
                    .as("answers of %s: %s", id, line)
                    .isNotNegative();
            assertThat(cancelled.getOrDefault(id, 0)).as(line).isNotNegative();
        }
    }

    @Property(tries = 500)
    void answersEveryIdExactlyOnce(@ForAll("events") List<Event> events, @ForAll("minors") long minor) {
        ClientPeer peer = ClientPeer.of(minor);
        Ledger ledger = new Ledger();
        for (Event event : events) {
            happen(peer, ledger, event, minor);
            peer.replies().lines().forEach(ledger::replied);
            if (!peer.channel.isOpen()) {
                return; // a client that is told nothing more asks again on another connection
            }
        }
        for (int i = 0; i < peer.login.waiting.size(); i++) {
            peer.login.answer(i, LaterLogin.accepted("late"));
        }
        peer.replies().lines().forEach(ledger::replied);
        peer.pass(Duration.ofSeconds(160));
        peer.replies().lines().forEach(ledger::replied);

        assertThat(ledger.owed.values()).allMatch(n -> n == 0);
        assertThat(ledger.cancelled.values()).allMatch(n -> n == 0);
        assertThat(peer.conversation().inFlight()).isZero();
        peer.channel.checkException();
        peer.channel.finishAndReleaseAll();
    }

    @Provide
    Arbitrary<Long> minors() {
        return Arbitraries.of(0L, 2L, 4L);
    }

    private static void happen(ClientPeer peer, Ledger ledger, Event event, long minor) {
        String[] words = event.what().split(" ", 2);
        long id = event.id();
        switch (words[0]) {
            case "plain" -> begin(ledger, id, () -> peer.auth(id, words[1]));
            case "login" -> begin(ledger, id, () -> peer.say("AUTH\t" + id + "\tLOGIN\tservice=imap\n"));
            case "mutual" -> begin(ledger, id, () -> peer.say("AUTH\t" + id + "\tMUTUAL\tservice=imap\n"));
            case "cont" -> cont(peer, ledger, id, words[1]);
            case "cancel" -> {
                ledger.owed.put(id, 0);
                ledger.open.remove(id);
                if (minor >= 4) {
                    ledger.cancelled.merge(id, 1, Integer::sum);
                }
                peer.say("CANCEL\t" + id + "\n");
            }
            case "decide" -> decide(peer, words[1]);
            default -> peer.pass(Duration.ofSeconds(Long.parseLong(words[1])));
        }
    }

    /** A client that keeps to the protocol does not use the number of an open request. */
    private static void begin(Ledger ledger, long id, Runnable auth) {
        if (!ledger.open.containsKey(id)) {
            ledger.asked(id);
            auth.run();
        }
    }

    /** It may say something only after a challenge, but that may be when the request was given up already. */
    private static void cont(ClientPeer peer, Ledger ledger, long id, String data) {
        if (ledger.open.containsKey(id) && ledger.owed.getOrDefault(id, 0) == 0) {
            ledger.asked(id);
            peer.say("CONT\t" + id + "\t" + (data.equals("*") ? "*" : ClientPeer.base64(data)) + "\n");
        }
    }

    private static void decide(ClientPeer peer, String how) {
        LoginResult result = switch (how) {
            case "ok" -> LaterLogin.accepted("tim");
            case "bad" -> LaterLogin.refused("tim", Reason.CREDENTIALS, "", Duration.ofSeconds(2));
            default -> new LoginResult.Unavailable("tim", "down");
        };
        int size = peer.login.waiting.size();
        for (int i = size - 1; i >= 0; i -= 2) {
            peer.login.answer(i, result);
        }
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> lines = Arbitraries.of(
                "AUTH\t1\tPLAIN\tservice=imap\tresp=" + ClientPeer.base64("\0tim\0good"),
                "AUTH\t2\tPLAIN\tservice=imap\tresp=" + ClientPeer.base64("\0tim\0off"),
                "AUTH\t3\tLOGIN\tprotocol=imap\tresp=" + ClientPeer.base64("tim"),
                "CONT\t3\t" + ClientPeer.base64("good"),
                "AUTH\t4\tPLAIN\tservice=imap\tresp=*",
                "CANCEL\t3",
                "CANCEL\t4\r",
                "AUTH\t5\tNONE\tservice=imap\tx\u0001ty=\u0001n");
        return lines.list().ofMaxSize(12).map(all -> "VERSION\t1\t4\nCPID\t5\n" + String.join("\n", all) + "\n");
    }

    @Property(tries = 200)
    void saysTheSameHoweverTheLinesAreSplit(
            @ForAll("streams") String stream,
            @ForAll @Size(min = 1, max = 20)
                    List<@net.jqwik.api.constraints.IntRange(min = 1, max = 200) Integer> sizes) {
        ClientPeer whole = new ClientPeer(ClientConfig.DEFAULT);
        whole.replies();
        whole.say(stream);
        ClientPeer pieces = new ClientPeer(ClientConfig.DEFAULT);
        pieces.replies();
        int from = 0;
        for (int i = 0; from < stream.length(); i++) {
            int to = Math.min(stream.length(), from + sizes.get(i % sizes.size()));
            pieces.say(stream.substring(from, to));
            from = to;
        }

        assertThat(pieces.replies()).isEqualTo(whole.replies());
        assertThat(pieces.channel.isOpen()).isEqualTo(whole.channel.isOpen());
    }

    @Property(tries = 500)
    void survivesGarbage(@ForAll @Size(max = 300) byte[] garbage, @ForAll boolean afterHandshake) {
        ClientPeer peer = afterHandshake ? ClientPeer.of(2) : new ClientPeer(ClientConfig.DEFAULT);

        peer.bytes(garbage);
        peer.bytes("\n".getBytes(StandardCharsets.US_ASCII));
        peer.replies();

        peer.channel.checkException();
        peer.channel.finishAndReleaseAll();
        assertThat(peer.tickets).isEmpty();
    }

    @Provide
    Arbitrary<String> mangledAuths() {
        Arbitrary<String> parameters = Arbitraries.of(
                        "service=imap",
                        "protocol=",
                        "resp=",
                        "resp==",
                        "secured",
                        "=",
                        "",
                        "rip",
                        "rip=\u0001",
                        "x=y=z",
                        "nologin")
                .list()
                .ofMaxSize(8)
                .map(all -> String.join("\t", all));
        return Combinators.combine(
                        Arbitraries.of("AUTH", "CONT", "CANCEL", "auth", ""),
                        Arbitraries.of("1", "2", "0", "", "-1", "99999999999"),
                        Arbitraries.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "MUTUAL", "", "AAAA"),
                        parameters)
                .as((word, id, mechanism, rest) -> word + "\t" + id + "\t" + mechanism + "\t" + rest + "\n");
    }

    @Property(tries = 500)
    void survivesMangledLines(@ForAll @Size(max = 6) List<@net.jqwik.api.From("mangledAuths") String> lines) {
        ClientPeer peer = ClientPeer.of(2);

        lines.forEach(peer::say);
        peer.pass(Duration.ofSeconds(160));

        assertThat(peer.replies().lines()).allMatch(line -> line.matches("(?s)(OK|FAIL|CONT)\t[0-9]+.*"));
        peer.channel.checkException();
        peer.channel.finishAndReleaseAll();
    }
}
