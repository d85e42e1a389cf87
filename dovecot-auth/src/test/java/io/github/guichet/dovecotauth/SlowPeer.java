package io.github.guichet.dovecotauth;

import io.github.guichet.dovecotauth.wire.Fields;
import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.LineSession;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.dovecotauth.wire.WireException;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A peer of a session that takes a number of lines, and then no more until it is asked to. */
public final class SlowPeer implements LineChannel {

    /** What was sent. */
    public final List<String> lines = new ArrayList<>();

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int room;

    /** Takes so many more lines, and tells the session. */
    public void take(int more, LineSession session) {
        room = more;
        session.writable();
    }

    /** Says a line. */
    public void say(String text, LineSession session) {
        byte[] bytes = text.replace('|', '\t').getBytes(StandardCharsets.UTF_8);
        try {
            session.line(Fields.of(bytes, bytes.length));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void send(OutLine line) {
        lines.add(line.toString().replace('\t', '|'));
        room--;
    }

    @Override
    public boolean writable() {
        return room > 0;
    }

    @Override
    public void close() {
        throw new AssertionError("closed");
    }

    @Override
    public void settled() {
        // Nothing waits to be read.
    }

    @Override
    public void later(Runnable task) {
        task.run();
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }
}
