package io.github.guichet.milter.wire;

import java.time.Duration;

/** The numbers of the protocol, and why they are what they are. */
final class MilterLimits {

    /**
     * Bytes of one packet of the MTA, with its command. libmilter allows 64 KiB, but Postfix cuts only the body into pieces of that
     * size: a field of the header comes whole. Postfix 3.7 and 3.10 cut one at 60000 bytes where there is a milter, other MTAs need not.
     */
    static final int MAX_PACKET = 1024 * 1024;

    /** Bytes of one piece of a new body; MILTER_CHUNK_SIZE of libmilter. */
    static final int MAX_PIECE = 65535;

    /** Bytes of one line of a reply (smfi_setmlreply). */
    static final int MAX_REPLY_LINE = 980;

    /** Lines of one reply (smfi_setmlreply). */
    static final int MAX_REPLY_LINES = 32;

    /** A mail client may rest for this long between two messages (smtpd_timeout is 300 s, and its last command counts anew). */
    static final Duration SHORTEST_IDLE = Duration.ofMinutes(10);

    /** libmilter waits for 7210 s: an MTA keeps the connection for the whole of an SMTP session and closes it itself. */
    static final Duration USUAL_IDLE = Duration.ofHours(2);

    /** Between two packets that say "still at work"; MTAs wait for at least 10 s (sendmail) or 30 s (Postfix). */
    static final Duration PROGRESS = Duration.ofSeconds(5);

    private MilterLimits() {}
}
