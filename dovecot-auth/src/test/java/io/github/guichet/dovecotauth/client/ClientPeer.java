package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.LoginTickets;
import io.github.guichet.dovecotauth.sasl.OAuthHints;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.dovecotauth.sasl.SaslMechanisms;
import io.github.guichet.server.Conversation;
import io.github.guichet.server.DaemonMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client on an embedded channel with a clock that stands still. */
final class ClientPeer {

    static final long SPID = 4711;

    final LaterLogin login = new LaterLogin();
    final List<String> tickets = new ArrayList<>();
    final EmbeddedChannel channel;
    private @Nullable Conversation conversation;

    ClientPeer(ClientConfig config) {
        SaslMechanisms makes = new SaslMechanisms(Optional.empty(), OAuthHints.NONE);
        List<SaslMechanism> mechanisms = new ArrayList<>(makes.mechanisms(List.of("PLAIN", "LOGIN", "SCRAM-SHA-256")));
        mechanisms.add(new MutualMechanism());
        LoginTickets desk = (pid, id, cookie, accepted, request) ->
                tickets.add(pid + " " + id + " " + cookie + " " + accepted.user() + " " + request.service());
        ClientProtocol protocol = new ClientProtocol(
                config,
                mechanisms,
                login,
                desk,
                SPID,
                new DaemonMetrics(new PrometheusRegistry()).daemon("dovecot-auth"));
        channel = new EmbeddedChannel(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
                conversation = protocol.open(opened);
            }
        });
        channel.freezeTime();
    }

    /** One that has shaken hands. */
    static ClientPeer of(long minor) {
        return of(minor, ClientConfig.DEFAULT);
    }

    static ClientPeer of(long minor, ClientConfig config) {
        ClientPeer peer = new ClientPeer(config);
        peer.replies();
        peer.say("VERSION\t1\t" + minor + "\nCPID\t30487\n");
        return peer;
    }

    Conversation conversation() {
        return java.util.Objects.requireNonNull(conversation);
    }

    void say(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A log-in by PLAIN whose password says what becomes of it. */
    void auth(long id, String password) {
        say("AUTH\t" + id + "\tPLAIN\tservice=imap\tresp=" + base64("\0tim\0" + password) + "\n");
    }

    void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    String replies() {
        StringBuilder all = new StringBuilder();
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return all.toString();
    }
}
