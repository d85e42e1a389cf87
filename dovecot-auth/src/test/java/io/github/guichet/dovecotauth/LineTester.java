package io.github.guichet.dovecotauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A connection without a network: text in, text out. In texts {@code |} stands for a tab. */
public final class LineTester {

    private final EmbeddedChannel channel;

    /** Opens a connection of a protocol. */
    public LineTester(Function<DaemonMeter, Protocol> protocols) {
        Protocol protocol = protocols.apply(new DaemonMetrics(new PrometheusRegistry()).daemon("dovecot-auth"));
        channel = new EmbeddedChannel(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
                protocol.open(opened);
            }
        });
    }

    /** The peer says this. */
    public LineTester say(String text) {
        sayBytes(text.replace('|', '\t').getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The peer says this, byte for byte. */
    public void sayBytes(byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
    }

    /** The peer says this, one byte at a time. */
    public LineTester sayByteByByte(String text) {
        for (byte b : text.replace('|', '\t').getBytes(StandardCharsets.UTF_8)) {
            sayBytes(new byte[] {b});
        }
        return this;
    }

    /** What was sent since the last time. */
    public String heard() {
        StringBuilder all = new StringBuilder();
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return all.toString().replace('\t', '|');
    }

    /** Whether the connection is open. */
    public boolean isOpen() {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    /** Closes it; nothing may be left. */
    public void close() {
        String unused = heard();
        channel.finish();
        unused = heard();
        assertThat(channel.isOpen()).isFalse();
    }
}
