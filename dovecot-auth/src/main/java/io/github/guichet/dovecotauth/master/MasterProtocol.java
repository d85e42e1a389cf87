package io.github.guichet.dovecotauth.master;

import io.github.guichet.dovecotauth.wire.LineConnection;
import io.github.guichet.server.Conversation;
import io.github.guichet.server.Protocol;
import io.github.guichet.server.RepeatedLog;
import io.netty.channel.Channel;
import org.slf4j.LoggerFactory;

/** The server's side of Dovecot's auth master protocol. Safe for use by many threads. */
public final class MasterProtocol implements Protocol {

    /** Bytes of a line; Dovecot's own limit is half of it. */
    private static final int LONGEST_LINE = 16_384;

    private final MasterDesk desk;
    private final int maxInFlight;
    private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(MasterProtocol.class));

    /**
     * A protocol.
     *
     * @param maxInFlight questions that one connection may have open
     */
    public MasterProtocol(MasterDesk desk, int maxInFlight) {
        this.desk = desk;
        this.maxInFlight = maxInFlight;
    }

    @Override
    public Conversation open(Channel channel) {
        LineConnection connection = new LineConnection(
                channel, desk.meter(), log, LONGEST_LINE, maxInFlight, peer -> new MasterSession(desk, peer));
        channel.pipeline().addLast(connection);
        return connection;
    }
}
