package io.github.guichet.milter.wire;

import io.github.guichet.server.StreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** One connection of an MTA. */
final class MilterConnection extends StreamConnection {

    private final Desk desk;

    MilterConnection(Channel channel, Desk desk) {
        super(channel, 1);
        this.desk = desk;
    }

    @Override
    public long requestsBegun() {
        return 0;
    }

    @Override
    public boolean midRequest() {
        return false;
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    protected boolean next(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        desk.malformed(new MilterWireException("nothing is understood"));
        end();
        return false;
    }
}
