package io.github.guichet.command;

import io.github.guichet.milter.wire.MilterConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code [milter]}. */
final class MilterReader {

    /** A connection belongs to an SMTP session, which may rest between two mails. */
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(10);

    /** Far below the 300 s after which Postfix gives up (milter_content_timeout), though progress is told meanwhile. */
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(20);

    private static final String ID = "[A-Za-z0-9!#$%&'*+._`{|}~^-]{1,255}";
    private static final long LEAST_HEADER = 4 << 10;
    private static final long USUAL_HEADER = 256 << 10;
    private static final long MOST_HEADER = 16 << 20;

    private final ListenReader listen;
    private final MilterRulesReader rules;

    MilterReader(ListenReader listen, MilterRulesReader rules) {
        this.listen = listen;
        this.rules = rules;
    }

    /** The section, if it is there and right. */
    Optional<MilterSection> read(Optional<ConfigSection> section) {
        return section.flatMap(s -> {
            List<ListenAddress> addresses = listen.several(s, "listen", ListenAddress.DEFAULT_MODE);
            ListenerLimits limits =
                    ListenReader.limits(s, MilterConfig.DEFAULT_LIMITS, SHORTEST_IDLE, Duration.ofDays(1));
            Duration deadline = s.duration("deadline", Duration.ofMillis(100), Duration.ofMinutes(4))
                    .orElse(USUAL_DEADLINE);
            Optional<String> authservId = authservId(s);
            long header = s.size("max-header-bytes", LEAST_HEADER, MOST_HEADER).orElse(USUAL_HEADER);
            List<MilterRuleConfig> all = rules.read(s);
            return addresses.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MilterSection(
                            new MilterConfig(addresses, limits), deadline, authservId, (int) header, all));
        });
    }

    private static Optional<String> authservId(ConfigSection section) {
        Optional<ConfigText> text = section.text("authserv-id");
        text.ifPresent(id -> checkId(section, id));
        return text.map(ConfigText::text);
    }

    /** Reports what is no authserv-id: RFC 8601, 2.2 and 2.5, one word, which hosts on the way need not quote. */
    static void checkId(ConfigSection section, ConfigText id) {
        if (!id.text().matches(ID)) {
            section.problem(
                    id,
                    0,
                    "must be one word of ASCII without signs that mean something in a header, such as mx.example.org");
        }
    }
}
