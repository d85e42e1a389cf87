package io.github.guichet.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection over which requests and replies go as a stream: feeds a protocol with what is read, and sends what it writes.
 *
 * <p>When too many requests are open, or the peer does not take its replies, nothing more is read. What is written while input is
 * worked on is sent together. A protocol extends it; all methods are called on the connection's event loop, except {@link #later}.
 */
public abstract class StreamConnection extends ChannelInboundHandlerAdapter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

    /** Replies are handed to the channel in pieces of about this size, so that its water marks notice them. */
    private static final int PIECE = 32 * 1024;

    private final Channel channel;
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
     * @param maxInFlight requests that may be open, by {@link #inFlight()}
     */
    protected StreamConnection(Channel channel, int maxInFlight) {
        this.channel = channel;
        this.maxInFlight = maxInFlight;
    }

    /**
     * Takes the next request from the input and begins to answer it.
     *
     * @param in is read from; stays the caller's
     * @return whether there was one; false when all bytes were read first
     */
    protected abstract boolean next(ByteBuf in);

    /** The connection is open. */
    protected void opened() {}

    /** The daemon stops: see {@link #drain()}. */
    protected void stopping() {}

    /**
     * Whether the peer is in the middle of something that is only answered when all of it is there, and that it will finish at once:
     * it is read on although the daemon stops.
     */
    protected boolean midway() {
        return false;
    }

    /** The peer took what was sent, after {@link #takesMore()} was false. */
    protected void writableAgain() {}

    /** The connection is closed; nothing can be sent any more. */
    protected void lost() {}

    /** The connection. */
    protected final Channel channel() {
        return channel;
    }

    /** Whether anything can still be sent. */
    protected final boolean isClosed() {
        return closed;
    }

    /** Whether the peer takes what is sent. */
    protected final boolean takesMore() {
        return channel.isWritable();
    }

    /** Where replies are written; say {@link #written()} afterwards. Not to be asked for when {@link #isClosed()}. */
    protected final ByteBuf out() {
        ByteBuf out = unsent;
        if (out == null) {
            out = channel.alloc().ioBuffer();
            unsent = out;
        }
        return out;
    }

    /** Has what is in {@link #out()} sent soon. */
    protected final void written() {
        ByteBuf out = unsent;
        if (out != null && out.readableBytes() >= PIECE) {
            unsent = null;
            channel.write(out, channel.voidPromise());
        }
        sendSoon();
    }

    /** To be called when {@link #inFlight()} became smaller outside of {@link #next}. */
    protected final void proceed() {
        if (!reading && !closed) {
            work();
            sendSoon();
        }
    }

    /** Runs something on the connection's event loop; not at all if the daemon has stopped. May be called on any thread. */
    public final void later(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the daemon has stopped, and the connection with it");
        }
    }

    /** Reads nothing more but what is {@link #midway()}, answers what was read, then closes. */
    @Override
    public final void drain() {
        draining = true;
        if (!readsOn()) {
            channel.config().setAutoRead(false);
        }
        stopping();
        sendSoon();
    }

    /** Reads and answers nothing more; closes once sent is what was written. */
    protected final void end() {
        if (closed) {
            return;
        }
        draining = true;
        closed = true;
        channel.config().setAutoRead(false);
        ByteBuf last = unsent == null ? channel.alloc().ioBuffer(0) : unsent;
        unsent = null;
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        opened();
        context.fireChannelActive();
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closed || !readsOn()) {
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
    public final void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        sendSoon();
        context.fireChannelReadComplete();
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!reading && !closed && channel.isWritable()) {
            writableAgain();
            work();
            sendSoon();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        closed = true;
        unread = released(unread);
        unsent = released(unsent);
        lost();
        context.fireChannelInactive();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            sendSoon(); // and closes, if it is draining
        }
        context.fireUserEventTriggered(event);
    }

    private static @Nullable ByteBuf released(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
        return null;
    }

    /** Answers what was read, as far as there is room for the replies. */
    private void work() {
        ByteBuf in = unread;
        if (in == null || working) {
            return; // a request that is answered at once comes back here from within
        }
        working = true;
        try {
            boolean more = true;
            while (more && !closed && roomForOneMore()) {
                more = next(in);
            }
        } finally {
            working = false;
        }
        if (closed || !in.isReadable()) {
            unread = released(unread);
        }
        boolean readOn = unread == null && readsOn();
        if (channel.config().isAutoRead() != readOn) {
            channel.config().setAutoRead(readOn);
        }
    }

    private boolean readsOn() {
        return !draining || (midway() && !(channel instanceof DuplexChannel duplex && duplex.isInputShutdown()));
    }

    private boolean roomForOneMore() {
        return inFlight() < maxInFlight && channel.isWritable();
    }

    /**
     * Sends after all connections that were ready have been read. A client with many connections is then woken for a burst of
     * replies; woken for each, it would find a single one and go back to sleep, and waking costs the kernel more than sending.
     */
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
        // What was read before the stop is answered still.
        if (!readsOn() && unread == null && inFlight() == 0) {
            end();
        }
    }
}
