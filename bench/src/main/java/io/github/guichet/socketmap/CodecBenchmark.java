package io.github.guichet.socketmap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read one request and to write one reply. In this package because the codec is nobody else's business. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    private final ByteBuf wire = Unpooled.copiedBuffer("27:alias user00042@example.com,", StandardCharsets.US_ASCII);
    private final ByteBuf replies = Unpooled.directBuffer(1024);
    private final NetstringDecoder netstrings = new NetstringDecoder(SocketmapLimits.MAX_REQUEST, SocketmapLimits.KEPT);
    private final SocketmapRequestDecoder requests = new SocketmapRequestDecoder();
    private final SocketmapReply found = new SocketmapReply.Ok("box00042@store.example.com");

    /** One request that came in one piece; the result makes sure that it was one. */
    @Benchmark
    public String decode() throws NetstringException {
        wire.readerIndex(0);
        if (!netstrings.next(wire)) {
            throw new IllegalStateException("the request is not complete");
        }
        SocketmapRequest request = requests.decode(netstrings.bytes(), netstrings.kept(), netstrings.length());
        return ((SocketmapRequest.Lookup) request).key();
    }

    /** One reply with a value. */
    @Benchmark
    public int encode() {
        replies.clear();
        SocketmapReplyEncoder.encode(found, replies);
        return replies.writerIndex();
    }
}
