package io.github.guichet.socketmap;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.LogField;
import io.github.guichet.server.LogLine;
import io.github.guichet.server.RepeatedLog;
import io.github.guichet.socketmap.SocketmapReply.Perm;
import io.github.guichet.socketmap.SocketmapReply.Temp;
import io.github.guichet.socketmap.SocketmapRequest.ImpossibleKey;
import io.github.guichet.socketmap.SocketmapRequest.Lookup;
import io.github.guichet.socketmap.SocketmapRequest.Malformed;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where every request of every connection is answered: finds the map, asks it, and turns whatever comes into a reply. */
final class MapDesk {

    private static final Logger LOGGER = LoggerFactory.getLogger(MapDesk.class);
    private static final Temp DEFECT = new Temp("internal error, see the log of guichet");
    private static final int NAME_IN_REASON = 100;

    private final Function<String, Optional<Table>> maps;
    private final DaemonMeter meter;
    private final LookupObserver observer;
    private final RepeatedLog log = new RepeatedLog(LOGGER);

    MapDesk(Function<String, Optional<Table>> maps, DaemonMeter meter, LookupObserver observer) {
        this.maps = maps;
        this.meter = meter;
        this.observer = observer;
    }

    /** Either a reply or a look-up that takes time. */
    sealed interface Outcome {

        /** The reply is there. */
        record Now(SocketmapReply reply) implements Outcome {}

        /** The answer will come, on any thread; {@link MapDesk#reply} makes the reply of it. */
        record Later(CompletableFuture<Answer> answer) implements Outcome {}
    }

    /**
     * Answers one request. Whatever a table throws becomes a reply.
     *
     * @param name of the request in the log, asked for only if it is logged
     */
    Outcome ask(SocketmapRequest request, Supplier<String> name) {
        try {
            if (request instanceof Lookup lookup) {
                return lookUp(lookup, name);
            } else if (request instanceof ImpossibleKey impossible) {
                return new Outcome.Now(impossible(impossible.map()));
            } else {
                return new Outcome.Now(malformed((Malformed) request));
            }
        } catch (RuntimeException e) {
            return new Outcome.Now(defect(e));
        }
    }

    private Outcome lookUp(Lookup lookup, Supplier<String> name) {
        Optional<Table> table = maps.apply(lookup.map());
        if (table.isEmpty()) {
            return new Outcome.Now(unknown(lookup.map()));
        }
        Trail trail = new Trail();
        CompletableFuture<Answer> answer = table.get().lookup(lookup.key(), trail);
        if (LOGGER.isDebugEnabled()) {
            String line = name.get();
            long since = System.nanoTime();
            CompletableFuture<Void> unused = answer.thenAccept(said -> answered(line, lookup, said, trail, since));
        }
        return answer.isDone() ? new Outcome.Now(SocketmapReply.of(answer.join())) : new Outcome.Later(answer);
    }

    /** What was found stays out of the log: maps hold passwords, too (smtp_sasl_password_maps). */
    private static void answered(String name, Lookup lookup, Answer answer, Trail trail, long since) {
        String result = "not-found";
        String reason = "";
        if (answer instanceof Answer.Found) {
            result = "found";
        } else if (answer instanceof Answer.Unavailable unavailable) {
            result = "unavailable";
            reason = unavailable.reason();
        }
        LOGGER.debug(
                "lookup: {}",
                new LogLine()
                        .bare(LogField.REQUEST, name)
                        .bare(LogField.MAP, lookup.map())
                        .peer(LogField.KEY, lookup.key())
                        .bare(LogField.RESULT, result)
                        .bare(LogField.SERVED, trail.served().name().toLowerCase(Locale.ROOT))
                        .bare(LogField.MS, (System.nanoTime() - since) / 1_000_000)
                        .text(LogField.REASON, reason));
    }

    private SocketmapReply malformed(Malformed request) {
        meter.protocolError();
        log.warn("malformed", "{}: a peer was answered PERM: {}", meter.name(), request.reason());
        return new Perm(request.reason());
    }

    private SocketmapReply impossible(String map) {
        if (maps.apply(map).isEmpty()) {
            return unknown(map);
        }
        observer.impossibleKey(map);
        return SocketmapReply.NOT_THERE;
    }

    private SocketmapReply unknown(String map) {
        meter.protocolError();
        String name = SocketmapReplyEncoder.printable(map, NAME_IN_REASON);
        log.warn("unknown-map", "{}: Postfix asks for a map that is not configured: '{}'", meter.name(), name);
        return new Perm("there is no map '" + name + "'");
    }

    /** Logs and counts a defect; the peer tries again later. */
    SocketmapReply defect(Throwable cause) {
        meter.internalError();
        log.warn("defect", "{}: a look-up failed because of a defect; answered TEMP", meter.name(), cause);
        return DEFECT;
    }

    /** A stream that is not in the protocol. */
    void badFraming(NetstringException e) {
        meter.protocolError();
        log.warn("framing", "{}: not a netstring: {}; connection closed", meter.name(), e.toString());
    }

    /** Counts a reply that is about to be written. */
    void answered(long since) {
        meter.answered(System.nanoTime() - since);
    }
}
