package io.github.guichet.policyd.notice;

import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Breaches and notices for tests. */
final class Breaches {

    static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");

    /** What somebody who chooses all that a peer can choose would write. */
    static final String EVIL =
            "x\r\nBcc: victim@example.net\r\n\r\n\u0000'; rm -rf ~; echo '\"\\<>=,\u2028\u202e$(id)`id`%0a\t\ud800";

    private Breaches() {}

    static Breach of(Breach.Kind kind, String login) {
        return new Breach(
                "outgoing",
                kind,
                login,
                login,
                new Usage(new Limit(100, Duration.ofHours(1)), 101),
                "450 4.7.1 too much",
                NOW,
                List.of("203.0.113.0/24", "2001:db8::/64"),
                List.of("example.net", "example.com"));
    }

    static Breach evil() {
        return new Breach(
                EVIL,
                Breach.Kind.OVER,
                EVIL,
                EVIL,
                new Usage(new Limit(100, Duration.ofHours(1)), 101),
                EVIL,
                NOW,
                List.of(EVIL, EVIL),
                List.of(EVIL));
    }

    static Notice notice(Breach breach) {
        return notice(breach, Notice.Lock.OPEN);
    }

    static Notice notice(Breach breach, Notice.Lock lock) {
        return new Notice("00000000-0000-0000-0000-000000000001", NOW, "mx1.example.org", breach, lock, false);
    }
}
