package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/**
 * Log-ins that wait for their mail process. A ticket is given out once, for a short time, and only for the right cookie. Safe
 * for use by many threads.
 */
public final class TicketDesk implements LoginTickets {

    /** Dovecot's login processes give up on a mail process after so long. */
    private static final Duration LIFE = Duration.ofSeconds(150);

    private static final int MOST = 100_000;

    /** A log-in that succeeded. */
    public record Ticket(LoginResult.Accepted accepted, LoginRequest request) {}

    private record Place(long clientPid, long clientId) {
        /** Both count up by one, and the sum that a record makes of them would be the same for very many. */
        @Override
        public int hashCode() {
            return Long.hashCode((clientPid * 0x9E3779B97F4A7C15L + clientId) * 0x9E3779B97F4A7C15L);
        }
    }

    private record Kept(String cookie, Ticket ticket) {
        /** Shows no cookie. */
        @Override
        public String toString() {
            return "Kept[" + ticket + "]";
        }
    }

    private final Cache<Place, Kept> waiting;

    /** A desk without tickets. */
    public TicketDesk() {
        this(Ticker.systemTicker());
    }

    TicketDesk(Ticker ticker) {
        waiting = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(MOST)
                .expireAfterWrite(LIFE)
                .build();
    }

    @Override
    public void issue(
            long clientPid, long clientId, String cookie, LoginResult.Accepted accepted, LoginRequest request) {
        waiting.put(new Place(clientPid, clientId), new Kept(cookie, new Ticket(accepted, request)));
    }

    /**
     * Takes a ticket away.
     *
     * @param cookie as the mail process brought it; compared in constant time. A wrong one leaves the ticket where it is, so that
     *     nobody can spoil another's log-in
     */
    public Optional<Ticket> redeem(long clientPid, long clientId, String cookie) {
        Place place = new Place(clientPid, clientId);
        Kept kept = waiting.getIfPresent(place);
        if (kept == null || !same(kept.cookie(), cookie) || !waiting.asMap().remove(place, kept)) {
            return Optional.empty();
        }
        return Optional.of(kept.ticket());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
