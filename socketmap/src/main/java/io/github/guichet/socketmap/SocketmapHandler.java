package io.github.guichet.socketmap;

import io.github.guichet.lookup.Answer;
import io.github.guichet.server.StreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads requests, asks, and replies in the order of the requests.
 *
 * <p>An answer that is there at once is written at once. One that takes time waits in a queue, and so does every later one behind
 * it.
 */
final class SocketmapHandler extends StreamConnection {

    private final NetstringDecoder netstrings = new NetstringDecoder(SocketmapLimits.MAX_REQUEST, SocketmapLimits.KEPT);
    private final SocketmapRequestDecoder requests = new SocketmapRequestDecoder();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>(2);
    private final MapDesk desk;
    private final Supplier<String> requestName;
    private long count;

    /** A request whose reply is not written: because it is not known yet, or because an earlier one is not. */
    private static final class Pending {

        private final long since;
        private @Nullable SocketmapReply reply;

        Pending(long since) {
            this.since = since;
        }
    }

    SocketmapHandler(Channel channel, MapDesk desk, int maxInFlight) {
        super(channel, maxInFlight);
        this.desk = desk;
        this.requestName = () -> channel.id().asShortText() + "." + count;
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
    protected void lost() {
        queue.clear();
    }

    @Override
    protected boolean next(ByteBuf in) {
        try {
            if (!netstrings.next(in)) {
                return false;
            }
        } catch (NetstringException e) {
            desk.badFraming(e);
            in.skipBytes(in.readableBytes());
            drain();
            return false;
        }
        request();
        return true;
    }

    private void request() {
        long now = System.nanoTime();
        SocketmapRequest request = requests.decode(netstrings.bytes(), netstrings.kept(), netstrings.length());
        count++;
        MapDesk.Outcome outcome = desk.ask(request, requestName);
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
        answer.whenComplete((value, failure) -> {
            SocketmapReply reply = failure == null ? SocketmapReply.of(value) : desk.defect(failure);
            later(() -> replied(pending, reply));
        });
    }

    private void replied(Pending pending, SocketmapReply reply) {
        pending.reply = reply;
        if (!isClosed() && queue.peek() == pending) {
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

    private void write(SocketmapReply reply, long since) {
        SocketmapReplyEncoder.encode(reply, out());
        written();
        desk.answered(since);
    }
}
