package io.github.guichet.dovecotauth.wire;

import io.github.guichet.server.Conversation;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.RepeatedLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: cuts what is read into lines, hands them to the session, sends what it answers.
 *
 * <p>When too many questions are open, or the peer does not take its answers, nothing more is read. What is answered to one
 * batch of input is sent together.
 */
public final class LineConnection extends ChannelInboundHandlerAdapter implements Conversation, LineChannel {

    private static final Logger LOG = LoggerFactory.getLogger(LineConnection.class);

    /** Answers are handed to the channel in pieces of about this size, so that its water marks notice them. */
    private static final int PIECE = 32 * 1024;

    private final Channel channel;
    private final DaemonMeter meter;
    private final RepeatedLog log;
    private final LineReader lines;
    private final LineSession session;
    private final int maxInFlight;
    private final Runnable sendTask = this::sendAfterReading;

    private @Nullable ByteBuf unread;
    private @Nullable ByteBuf unsent;
    private boolean sendDue;
    private boolean reading;
    private boolean working;
    private boolean draining;
    private boolean closed;

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
        this.channel = channel;
        this.meter = meter;
        this.log = log;
        this.lines = new LineReader(longest);
        this.maxInFlight = maxInFlight;
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
    public void drain() {
        draining = true;
        channel.config().setAutoRead(false);
        session.stopping();
        sendSoon();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        session.opened();
        sendSoon();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (draining || closed) {
            in.release();
            return;
        }
        reading = true;
        ByteBuf before = unread;
        if (before == null) {
            unread = in;
        } else {
            // Rare: reading was paused, and this had already left the kernel.
            unread = context.alloc().buffer(before.readableBytes() + in.readableBytes());
            unread.writeBytes(before).writeBytes(in);
            before.release();
            in.release();
        }
        work();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        sendSoon();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!reading && !closed && channel.isWritable()) {
            session.writable();
            work();
            sendSoon();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        release();
        session.closed();
        context.fireChannelInactive();
    }

    private void work() {
        ByteBuf in = unread;
        if (in == null || working) {
            return; // a question that is answered at once comes back here from within
        }
        working = true;
        try {
            while (!draining && roomForOneMore() && lines.next(in)) {
                session.line(Fields.of(lines.bytes(), lines.length()));
            }
        } catch (WireException e) {
            meter.protocolError();
            String what = String.valueOf(e.getMessage());
            log.warn(what, "{}: {}; connection closed", meter.name(), what);
            close();
        } finally {
            working = false;
        }
        if (draining || !in.isReadable()) {
            unread = null;
            in.release();
        }
        boolean readOn = unread == null && !draining;
        if (channel.config().isAutoRead() != readOn) {
            channel.config().setAutoRead(readOn);
        }
    }

    private boolean roomForOneMore() {
        return session.inFlight() < maxInFlight && channel.isWritable();
    }

    @Override
    public void send(OutLine line) {
        if (closed) {
            return;
        }
        ByteBuf out = unsent;
        if (out == null) {
            out = channel.alloc().ioBuffer();
            unsent = out;
        }
        ByteBufUtil.writeUtf8(out, line.finished());
        if (out.readableBytes() >= PIECE) {
            unsent = null;
            channel.write(out, channel.voidPromise());
        }
        sendSoon();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void close() {
        if (!draining && !closed) {
            draining = true;
            channel.config().setAutoRead(false);
            closed = true;
            ByteBuf last = unsent == null ? channel.alloc().ioBuffer(0) : unsent;
            unsent = null;
            channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void settled() {
        if (!reading && !closed) {
            work();
            sendSoon();
        }
    }

    @Override
    public void later(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the daemon has stopped, and the connection with it", meter.name());
        }
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** After all connections that were ready have been read: the peers are then woken for a burst of answers. */
    private void sendSoon() {
        if (!sendDue && !reading && !closed) {
            sendDue = true;
            later(sendTask);
        }
    }

    private void sendAfterReading() {
        sendDue = false;
        if (closed) {
            return;
        }
        ByteBuf out = unsent;
        if (out != null) {
            unsent = null;
            channel.write(out, channel.voidPromise());
        }
        channel.flush();
        if (draining && session.inFlight() == 0) {
            closed = true;
            channel.writeAndFlush(channel.alloc().ioBuffer(0)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void release() {
        ByteBuf in = unread;
        unread = null;
        if (in != null) {
            in.release();
        }
        ByteBuf out = unsent;
        unsent = null;
        if (out != null) {
            out.release();
        }
    }
}
