package io.github.guichet.policyd.notice;

import io.github.guichet.lookup.counter.Usage;
import java.time.Instant;
import java.util.List;

/**
 * Somebody went over a limit, or is about to.
 *
 * @param rule the rule's name
 * @param kind warned, or over the limit
 * @param subject who: the login, domain, client or address that is counted
 * @param login the login of the mail that did it; empty if nobody was logged in
 * @param usage the limit and how much of it is used
 * @param action what Postfix was told, in words of access(5)
 * @param at when
 * @param clients the networks it came from lately, most used first
 * @param recipientDomains where it went lately, most used first
 */
public record Breach(
        String rule,
        Kind kind,
        String subject,
        String login,
        Usage usage,
        String action,
        Instant at,
        List<String> clients,
        List<String> recipientDomains) {

    public Breach {
        clients = List.copyOf(clients);
        recipientDomains = List.copyOf(recipientDomains);
    }

    /** How bad it is. */
    public enum Kind {
        /** {@code warn-at} is reached. */
        WARN,
        /** The limit is reached. */
        OVER,
        /** The limit is reached, the rule has {@code lockout = true}, and there is a login, which is to be locked. */
        LOCKOUT
    }
}
