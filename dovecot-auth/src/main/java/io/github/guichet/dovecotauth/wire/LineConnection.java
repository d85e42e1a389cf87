package io.github.guichet.dovecotauth.wire;

import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.RepeatedLog;
import io.github.guichet.server.StreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/** One connection: cuts what is read into lines, hands them to the session, sends what it answers. */
public final class LineConnection extends StreamConnection implements LineChannel {

    private final DaemonMeter meter;
    private final RepeatedLog log;
    private final LineReader lines;
    private final LineSession session;

    /**
     * A connection that is not open yet.
     *
     * @param log shared by all connections, for peers that do not follow the protocol
     * @param longest bytes of a line
     * @param maxInFlight questions that may be open
     * @param sessions makes the session for this connection
     */
    public LineConnection(
            Channel channel,
            DaemonMeter meter,
            RepeatedLog log,
            int longest,
            int maxInFlight,
            Function<LineChannel, LineSession> sessions) {
        super(channel, maxInFlight);
        this.meter = meter;
        this.log = log;
        this.lines = new LineReader(longest);
        this.session = sessions.apply(this);
    }

    @Override
    public long requestsBegun() {
        return lines.begun();
    }

    @Override
    public boolean midRequest() {
        return lines.unfinished();
    }

    @Override
    public int inFlight() {
        return session.inFlight();
    }

    @Override
    protected void opened() {
        session.opened();
    }

    @Override
    protected boolean next(ByteBuf in) {
        try {
            if (!lines.next(in)) {
                return false;
            }
            session.line(Fields.of(lines.bytes(), lines.length()));
            return true;
        } catch (WireException e) {
            String what = String.valueOf(e.getMessage());
            meter.protocolError();
            log.warn(what, "{}: {}; connection closed", meter.name(), what);
            end();
            return false;
        }
    }

    @Override
    protected void stopping() {
        session.stopping();
    }

    @Override
    protected void writableAgain() {
        session.writable();
    }

    @Override
    protected void lost() {
        session.closed();
    }

    @Override
    public void send(OutLine line) {
        if (!isClosed()) {
            ByteBufUtil.writeUtf8(out(), line.finished());
            written();
        }
    }

    @Override
    public boolean writable() {
        return takesMore();
    }

    @Override
    public void close() {
        end();
    }

    @Override
    public void settled() {
        proceed();
    }

    @Override
    public EventLoop loop() {
        return channel().eventLoop();
    }
}
