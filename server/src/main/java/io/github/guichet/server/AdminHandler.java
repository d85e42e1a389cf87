package io.github.guichet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One connection to the admin socket: hands each line over to the admin thread, one at a time. */
final class AdminHandler extends SimpleChannelInboundHandler<ByteBuf> implements Conversation {

    private final Channel channel;
    private final AdminDesk desk;
    private final Executor thread;
    private final Queue<String> waiting = new ArrayDeque<>();

    private long begun;
    private boolean running;
    private boolean draining;

    AdminHandler(Channel channel, AdminDesk desk, Executor thread) {
        this.channel = channel;
        this.desk = desk;
        this.thread = thread;
    }

    @Override
    public long requestsBegun() {
        return begun;
    }

    /** Lines come complete; one that is sent in pieces without end counts as idling. */
    @Override
    public boolean midRequest() {
        return false;
    }

    @Override
    public int inFlight() {
        return waiting.size() + (running ? 1 : 0);
    }

    @Override
    public void drain() {
        draining = true;
        endWhenDrained();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
        if (draining) {
            return;
        }
        begun++;
        waiting.add(line.toString(StandardCharsets.UTF_8));
        // What was read together with this line is in the queue too, at most one buffer; no more is read until it is
        // answered.
        channel.config().setAutoRead(false);
        next();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            draining = true;
            write(AdminDesk.Result.failed("a request has at most " + AdminServer.MAX_REQUEST + " bytes"));
            endWhenDrained();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private void next() {
        String line = running ? null : waiting.poll();
        if (line == null) {
            return;
        }
        running = true;
        try {
            thread.execute(() -> {
                AdminDesk.Result result = desk.run(line);
                channel.eventLoop().execute(() -> done(result));
            });
        } catch (RejectedExecutionException e) {
            done(AdminDesk.Result.failed("too many commands are waiting; try again"));
        }
    }

    private void done(AdminDesk.Result result) {
        running = false;
        write(result);
        next();
        if (inFlight() == 0 && !draining) {
            channel.config().setAutoRead(true);
        }
        endWhenDrained();
    }

    private void write(AdminDesk.Result result) {
        byte[] text = result.text().getBytes(StandardCharsets.UTF_8);
        String head = (result.done() ? "OK " : "ERROR ") + text.length + "\n";
        channel.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), text));
    }

    private void endWhenDrained() {
        if (draining && inFlight() == 0 && channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
