package io.github.guichet.socketmap;

import io.github.guichet.lookup.Answer;
import io.github.guichet.server.Conversation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads requests, asks, and replies in the order of the requests.
 *
 * <p>An answer that is there at once is written at once. One that takes time waits in a queue, and so does every later one behind
 * it. When the queue is full, or the peer does not take its replies, nothing more is read from the connection. All replies to one
 * batch of input are sent together.
 */
final class SocketmapHandler extends ChannelInboundHandlerAdapter implements Conversation {

    /** Replies are handed to the channel in pieces of about this size, so that its water marks notice them. */
    private static final int PIECE = 32 * 1024;

    private final NetstringDecoder netstrings = new NetstringDecoder(SocketmapLimits.MAX_REQUEST, SocketmapLimits.KEPT);
    private final SocketmapRequestDecoder requests = new SocketmapRequestDecoder();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>(2);
    private final Channel channel;
    private final MapDesk desk;
    private final int maxInFlight;

    private @Nullable ByteBuf unread;
    private @Nullable ByteBuf unsent;
    private final Runnable sendTask = this::sendAfterReading;
    private boolean sendDue;
    private boolean reading;
    private boolean draining;
    private boolean closed;

    /** A request whose reply is not written: because it is not known yet, or because an earlier one is not. */
    private static final class Pending {

        private final long since;
        private @Nullable SocketmapReply reply;

        Pending(long since) {
            this.since = since;
        }
    }

    SocketmapHandler(Channel channel, MapDesk desk, int maxInFlight) {
        this.channel = channel;
        this.desk = desk;
        this.maxInFlight = maxInFlight;
    }

    @Override
    public long requestsBegun() {
        return netstrings.begun();
    }

    @Override
    public boolean midRequest() {
        return netstrings.unfinished();
    }

    @Override
    public int inFlight() {
        return queue.size();
    }

    @Override
    public void drain() {
        draining = true;
        channel.config().setAutoRead(false);
        endWhenDrained();
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
        if (!sendDue) {
            sendDue = true;
            channel.eventLoop().execute(sendTask);
        }
        context.fireChannelReadComplete();
    }

    /**
     * Sends after all connections that were ready have been read. A client with many connections is then woken
     * for a burst of replies; woken for each, it would find a single one and go back to sleep, and waking costs the kernel more
     * than sending.
     */
    private void sendAfterReading() {
        sendDue = false;
        if (!closed) {
            send();
            endWhenDrained();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!reading && !closed && channel.isWritable()) {
            proceed();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        dropUnread();
        ByteBuf replies = unsent;
        if (replies != null) {
            unsent = null;
            replies.release();
        }
        queue.clear();
        context.fireChannelInactive();
    }

    /** Answers what was read, as far as there is room for the replies. */
    private void work() {
        ByteBuf in = unread;
        if (in == null) {
            return;
        }
        try {
            while (roomForOneMore() && netstrings.next(in)) {
                request();
            }
        } catch (NetstringException e) {
            desk.badFraming(e);
            in.skipBytes(in.readableBytes());
            drain();
        }
        if (!in.isReadable()) {
            dropUnread();
        }
        boolean readOn = unread == null && !draining;
        if (channel.config().isAutoRead() != readOn) {
            channel.config().setAutoRead(readOn);
        }
    }

    private boolean roomForOneMore() {
        return queue.size() < maxInFlight && channel.isWritable();
    }

    private void request() {
        long now = System.nanoTime();
        SocketmapRequest request = requests.decode(netstrings.bytes(), netstrings.kept(), netstrings.length());
        MapDesk.Outcome outcome = desk.ask(request);
        if (outcome instanceof MapDesk.Outcome.Now there && queue.isEmpty()) {
            write(there.reply(), now);
            return;
        }
        Pending pending = new Pending(now);
        queue.add(pending);
        if (outcome instanceof MapDesk.Outcome.Now there) {
            pending.reply = there.reply();
        } else {
            await(((MapDesk.Outcome.Later) outcome).answer(), pending);
        }
    }

    private void await(CompletableFuture<Answer> answer, Pending pending) {
        EventLoop loop = channel.eventLoop();
        answer.whenComplete((value, failure) -> {
            SocketmapReply reply = failure == null ? SocketmapReply.of(value) : desk.defect(failure);
            try {
                loop.execute(() -> replied(pending, reply));
            } catch (RejectedExecutionException e) {
                // The daemon has stopped, and the connection with it.
                return;
            }
        });
    }

    private void replied(Pending pending, SocketmapReply reply) {
        pending.reply = reply;
        if (!closed && queue.peek() == pending) {
            writeReady();
            proceed();
        }
    }

    private void writeReady() {
        Pending first = queue.peek();
        while (first != null && first.reply != null) {
            queue.remove();
            write(first.reply, first.since);
            first = queue.peek();
        }
    }

    /** There is room again: answers what waits, outside of a batch of input. */
    private void proceed() {
        work();
        send();
        endWhenDrained();
    }

    private void write(SocketmapReply reply, long since) {
        ByteBuf replies = unsent;
        if (replies == null) {
            replies = channel.alloc().ioBuffer();
            unsent = replies;
        }
        SocketmapReplyEncoder.encode(reply, replies);
        desk.answered(since);
        if (replies.readableBytes() >= PIECE) {
            unsent = null;
            channel.write(replies, channel.voidPromise());
        }
    }

    private void send() {
        ByteBuf replies = unsent;
        if (replies != null) {
            unsent = null;
            channel.write(replies, channel.voidPromise());
        }
        channel.flush();
    }

    /** Closes once everything that was read is answered and everything answered is sent. */
    private void endWhenDrained() {
        if (draining && !closed && queue.isEmpty() && unread == null) {
            closed = true;
            ByteBuf last = unsent == null ? channel.alloc().ioBuffer(0) : unsent;
            unsent = null;
            channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void dropUnread() {
        ByteBuf in = unread;
        if (in != null) {
            unread = null;
            in.release();
        }
    }
}
