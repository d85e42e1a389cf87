package io.github.guichet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A toy: every byte {@code e} is echoed, {@code (} begins a request that {@code )} completes and that is answered when the test
 * says so, {@code b} is answered with a megabyte, {@code x} makes the handler throw.
 */
final class LineProtocol implements Protocol {

    final List<Talk> talks = new CopyOnWriteArrayList<>();

    @Override
    public Conversation open(Channel channel) {
        Talk talk = new Talk(channel);
        talks.add(talk);
        channel.pipeline().addLast(talk);
        return talk;
    }

    static final class Talk extends ChannelInboundHandlerAdapter implements Conversation {

        final Channel channel;
        private long begun;
        private boolean mid;
        private int inFlight;
        private boolean draining;

        Talk(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                while (in.isReadable()) {
                    take((char) in.readByte());
                }
            } finally {
                in.release();
            }
        }

        private void take(char c) {
            switch (c) {
                case 'e' -> {
                    begun++;
                    channel.writeAndFlush(Unpooled.copiedBuffer(new byte[] {'e'}));
                }
                case '(' -> {
                    begun++;
                    mid = true;
                }
                case ')' -> {
                    mid = false;
                    inFlight++;
                }
                case 'b' -> channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1024 * 1024]));
                default -> throw new IllegalStateException("told to throw");
            }
        }

        /** Answers one open request, from any thread. */
        void answer() {
            channel.eventLoop().execute(() -> {
                inFlight--;
                channel.writeAndFlush(Unpooled.copiedBuffer(new byte[] {'a'}));
                endWhenDrained();
            });
        }

        @Override
        public long requestsBegun() {
            return begun;
        }

        @Override
        public boolean midRequest() {
            return mid;
        }

        @Override
        public int inFlight() {
            return inFlight;
        }

        @Override
        public void drain() {
            draining = true;
            endWhenDrained();
        }

        private void endWhenDrained() {
            if (draining && inFlight == 0) {
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
