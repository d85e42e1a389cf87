package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.AnyTable;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.MailAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Whether a mail has room in one mailbox. Safe for use by many threads. */
final class MailboxRoom {

    private static final CompletableFuture<Room> FREE = CompletableFuture.completedFuture(Room.FREE);

    private final QuotaCheckConfig config;
    private final AnyTable domains;

    MailboxRoom(QuotaCheckConfig config) {
        this.config = config;
        this.domains = new AnyTable(config.domains());
    }

    /** How old the answers are that a question rests on. */
    private static final class AgeTrail extends Trail {
        private Duration oldest = Duration.ZERO;

        @Override
        public void step(String table, String key, Answer answer, Served from, Duration age) {
            super.step(table, key, answer, from, age);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
        }
    }

    /**
     * Looks.
     *
     * @param mailbox an address that is no alias
     * @param size of the mail; 0 if it is not known
     */
    CompletableFuture<Room> room(String mailbox, long size) {
        MailAddress address = MailAddress.of(mailbox);
        if (!address.hasDomain()) {
            return FREE;
        }
        String whole = address.identity(config.address());
        String bare = address.bare(config.address()).identity(config.address());
        if (domains.tables().isEmpty()) {
            return quota(whole, bare, size);
        }
        return domains.find(MailAddress.domainIdentity(address.domain())).thenCompose(ours -> {
            if (ours instanceof Answer.Unavailable unavailable) {
                return unknown(unavailable.reason());
            }
            return ours instanceof Answer.Found ? quota(whole, bare, size) : FREE;
        });
    }

    /** A mailbox may have an extension in its name; most often the extension is the sender's business. */
    private CompletableFuture<Room> quota(String mailbox, String otherwise, long size) {
        return config.quota().lookup(mailbox, new Trail()).thenCompose(answer -> {
            if (answer instanceof Answer.Unavailable unavailable) {
                return unknown(unavailable.reason());
            }
            if (!(answer instanceof Answer.Found found)) {
                return mailbox.equals(otherwise) ? FREE : quota(otherwise, otherwise, size);
            }
            OptionalLong limit = number(found.value());
            if (limit.isEmpty()) {
                return unknown("map " + config.quota().name() + " has no number of bytes for a mailbox");
            }
            return limit.getAsLong() <= 0 ? FREE : usage(mailbox, size, limit.getAsLong());
        });
    }

    private CompletableFuture<Room> usage(String mailbox, long size, long limit) {
        AgeTrail trail = new AgeTrail();
        return config.usage().lookup(mailbox, trail).thenCompose(answer -> {
            if (answer instanceof Answer.Unavailable unavailable) {
                return unknown(unavailable.reason());
            }
            return answer instanceof Answer.Found found
                    ? judged(mailbox, size, limit, found.value(), trail.oldest)
                    : FREE;
        });
    }

    private CompletableFuture<Room> judged(String mailbox, long size, long limit, String value, Duration cached) {
        int comma = value.indexOf(',');
        OptionalLong used = number(comma < 0 ? value : value.substring(0, comma));
        OptionalLong time = comma < 0 ? OptionalLong.of(0) : number(value.substring(comma + 1));
        if (used.isEmpty() || time.isEmpty()) {
            return unknown("map " + config.usage().name() + " has no number of bytes, or no time, for a mailbox");
        }
        Duration age =
                comma < 0 ? cached : Duration.ofSeconds(config.clock().instant().getEpochSecond() - time.getAsLong());
        if (age.compareTo(config.maxAge()) > 0) {
            return FREE;
        }
        // Where the size is not known, there is no room if there is none for a single byte.
        boolean full = used.getAsLong() > limit - Math.max(1, size);
        return CompletableFuture.completedFuture(full ? new Room.Full(mailbox) : new Room.Roomy(mailbox));
    }

    private static CompletableFuture<Room> unknown(String reason) {
        return CompletableFuture.completedFuture(new Room.Unknown(reason));
    }

    private static OptionalLong number(String text) {
        String digits = text.strip();
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
