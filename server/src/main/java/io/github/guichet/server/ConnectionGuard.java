package io.github.guichet.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one connection for the limits of time. It only looks now and then, so that it costs nothing per request; a limit
 * therefore strikes up to a quarter of the shortest one late, never early.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionGuard.class);
    private static final long SHORTEST_PERIOD_NANOS = 10_000_000L;
    private static final long LONGEST_PERIOD_NANOS = 5_000_000_000L;
    private static final long FIRST_QUESTION_MILLIS = 250;

    private final Channel channel;
    private final Conversation conversation;
    private final ListenerLimits limits;
    private final DaemonMeter meter;
    private final RepeatedLog log;
    private final long periodNanos;

    private long requestsSeen = -1;
    private long lastUse;
    private long unfinishedRequest = -1;
    private long unfinishedSince;
    private long pendingBytes;
    private long pendingProgress;
    private @Nullable Object pendingMessage;
    private long pendingSince;
    private boolean draining;

    ConnectionGuard(
            Channel channel, Conversation conversation, ListenerLimits limits, DaemonMeter meter, RepeatedLog log) {
        this.channel = channel;
        this.conversation = conversation;
        this.limits = limits;
        this.meter = meter;
        this.log = log;
        long shortest = Math.min(
                limits.idle().toNanos(),
                Math.min(limits.frameTime().toNanos(), limits.writeTime().toNanos()));
        this.periodNanos = Math.max(SHORTEST_PERIOD_NANOS, Math.min(LONGEST_PERIOD_NANOS, shortest / 4));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long now = System.nanoTime();
        lastUse = now;
        pendingSince = now;
        scheduleCheck();
        context.fireChannelActive();
    }

    /** The peer has said all it will say but may still wait for replies, as {@code nc -N} does. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            drain();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOGGER.debug("{}: connection lost: {}", meter.name(), cause.getMessage());
        } else {
            meter.internalError();
            log.warn("defect", "{}: a connection is closed because of a defect", meter.name(), cause);
        }
        context.close();
    }

    /** The peer says no more: answers what is in flight and then closes. On the event loop. */
    private void drain() {
        if (!draining && channel.isOpen()) {
            draining = true;
            conversation.drain();
        }
    }

    /**
     * The listener stops: answers what is in flight and then closes. On the event loop.
     *
     * <p>Who has only just connected has a question on the way. Closed with it unread, the connection would be reset; and Postfix, whose
     * kept connection was closed a moment ago, tries only once more. So the first question is waited for, for a moment.
     */
    void stop() {
        if (conversation.requestsBegun() == 0) {
            channel.eventLoop().schedule(this::drain, FIRST_QUESTION_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            drain();
        }
    }

    private void scheduleCheck() {
        channel.eventLoop().schedule(this::check, periodNanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        if (!channel.isActive()) {
            return;
        }
        long now = System.nanoTime();
        if (readerStuck(now)) {
            end("slow-reader", "{}: a peer took none of its replies for {} s: closed", limits.writeTime());
        } else if (requestStuck(now)) {
            meter.protocolError();
            end("slow-request", "{}: a request was not complete after {} s: connection closed", limits.frameTime());
        } else if (idle(now)) {
            channel.close();
        } else {
            scheduleCheck();
        }
    }

    private void end(String cause, String format, Duration limit) {
        log.warn(cause, format, meter.name(), limit.toMillis() / 1000.0);
        channel.close();
    }

    private boolean idle(long now) {
        long begun = conversation.requestsBegun();
        if (begun != requestsSeen || conversation.inFlight() > 0) {
            requestsSeen = begun;
            lastUse = now;
        }
        return now - lastUse >= limits.idle().toNanos();
    }

    private boolean requestStuck(long now) {
        if (!conversation.midRequest() || !channel.config().isAutoRead()) {
            unfinishedRequest = -1;
            return false;
        }
        long request = conversation.requestsBegun();
        if (request != unfinishedRequest) {
            unfinishedRequest = request;
            unfinishedSince = now;
        }
        return now - unfinishedSince >= limits.frameTime().toNanos();
    }

    private boolean readerStuck(long now) {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (pending == null || pending.isEmpty()) {
            pendingSince = now;
            pendingMessage = null;
            return false;
        }
        long bytes = pending.totalPendingWriteBytes();
        long progress = pending.currentProgress();
        Object message = pending.current();
        if (bytes != pendingBytes || progress != pendingProgress || message != pendingMessage) {
            pendingBytes = bytes;
            pendingProgress = progress;
            pendingMessage = message;
            pendingSince = now;
        }
        return now - pendingSince >= limits.writeTime().toNanos();
    }
}
