package io.github.guichet.dovecotauth.dict;

import io.github.guichet.dovecotauth.wire.LineConnection;
import io.github.guichet.server.Conversation;
import io.github.guichet.server.Protocol;
import io.github.guichet.server.RepeatedLog;
import io.netty.channel.Channel;
import org.slf4j.LoggerFactory;

/** The server's side of Dovecot's dict proxy protocol. Safe for use by many threads. */
public final class DictProtocol implements Protocol {

    /** Bytes of a line, as in Dovecot. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final DictDesk desk;
    private final int maxInFlight;
    private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(DictProtocol.class));

    /**
     * A protocol.
     *
     * @param maxInFlight questions that one connection may have open
     */
    public DictProtocol(DictDesk desk, int maxInFlight) {
        this.desk = desk;
        this.maxInFlight = maxInFlight;
    }

    @Override
    public Conversation open(Channel channel) {
        LineConnection connection = new LineConnection(
                channel, desk.meter(), log, LONGEST_LINE, maxInFlight, peer -> new DictSession(desk, peer));
        channel.pipeline().addLast(connection);
        return connection;
    }
}
