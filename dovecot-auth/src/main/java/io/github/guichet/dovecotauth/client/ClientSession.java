package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.dovecotauth.sasl.SaslStep;
import io.github.guichet.dovecotauth.wire.Fields;
import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.LineSession;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.dovecotauth.wire.WireException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection of a client: handshake, commands, and which requests are open. On the event loop only. */
final class ClientSession implements LineSession {

    /** Postfix waits 10 s for an answer and then tells its client to come back later; a failure must be there before. */
    private static final Duration LONGEST_HOLD_OF_POSTFIX = Duration.ofSeconds(8);

    private final ClientDesk desk;
    private final LineChannel lines;
    private final String cookie;
    private final long connection;
    private final Map<Long, ClientRequest> open = new HashMap<>();

    private ClientReplies replies = new ClientReplies(Minor.PLAIN_TEXT);
    private boolean versionSeen;
    private long minor;
    private long clientPid;
    private int working;
    private boolean stopping;

    ClientSession(ClientDesk desk, LineChannel lines) {
        this.desk = desk;
        this.lines = lines;
        this.cookie = desk.newCookie();
        this.connection = desk.nextConnection();
    }

    /** Says everything at once: Exim and the tests of Postfix wait for it before they speak, and nobody minds. */
    @Override
    public void opened() {
        lines.send(OutLine.of("VERSION").field(Minor.MAJOR).field(Minor.SERVER));
        for (SaslMechanism mechanism : desk.mechanisms()) {
            OutLine line = OutLine.of("MECH").field(mechanism.name());
            mechanism.properties().forEach(line::field);
            lines.send(line);
        }
        lines.send(OutLine.of("SPID").field(desk.spid()));
        lines.send(OutLine.of("CUID").field(connection));
        lines.send(OutLine.of("COOKIE").field(cookie));
        lines.send(OutLine.of("DONE"));
    }

    @Override
    public void line(Fields fields) throws WireException {
        String word = fields.get(0);
        if (!versionSeen && word.equals("VERSION")) {
            version(fields);
        } else if (versionSeen && clientPid == 0 && word.equals("CPID")) {
            clientPid = fields.number(1);
            if (clientPid == 0) {
                throw new WireException("a client with process id 0");
            }
        } else if (clientPid == 0) {
            throw new WireException("a client that begins without VERSION and CPID");
        } else {
            switch (word) {
                case "AUTH" -> auth(fields);
                case "CONT" -> cont(fields);
                case "CANCEL" -> cancel(fields.number(1));
                default -> throw new WireException("a command of a client that is not known");
            }
        }
    }

    private void version(Fields fields) throws WireException {
        if (fields.number(1) != Minor.MAJOR) {
            throw new WireException("a client of another major version");
        }
        minor = fields.number(2);
        replies = new ClientReplies(minor);
        versionSeen = true;
    }

    private void auth(Fields fields) throws WireException {
        AuthCommand command = AuthCommand.of(fields, minor);
        if (open.containsKey(command.id())) {
            throw new WireException("AUTH with the number of an open request");
        }
        Optional<SaslMechanism> known = desk.mechanism(command.request().mechanism());
        if (known.isEmpty()) {
            desk.meter().protocolError();
            fail(command.id(), "auth_mech_invalid", "This mechanism is not offered");
            return;
        }
        SaslMechanism mechanism = known.get();
        if (desk.config().plaintextOnlySecured()
                && mechanism.plaintext()
                && !command.request().secured()) {
            fail(command.id(), "auth_mech_ssl_required", "This mechanism needs an encrypted connection");
            return;
        }
        Optional<byte[]> response = command.response().flatMap(Base64Text::decode);
        if (response.isEmpty() && command.response().isPresent()) {
            fail(command.id(), "invalid_base64", "Invalid base64 data in initial response");
            return;
        }
        if (open.size() >= desk.config().maxOpen()) {
            long since = now();
            unavailable(command, new Unavailable("", "too many log-ins are open on one connection"))
                    .ifPresent(line -> {
                        answered(since);
                        lines.send(line);
                    });
            return;
        }
        ClientRequest request = new ClientRequest(
                command.withoutResponse(),
                mechanism.begin(
                        command.request().with(LoginRequest.NAME, connection + "." + command.id()), desk.login()),
                this);
        open.put(command.id(), request);
        request.take(response);
    }

    private void cont(Fields fields) throws WireException {
        long id = fields.number(1);
        if (fields.size() < 3) {
            throw new WireException("CONT without data");
        }
        ClientRequest request = open.get(id);
        if (request == null) {
            fail(id, "", "Authentication request timed out");
            return;
        }
        String data = fields.get(2);
        // Dovecot's word for "nothing, and not from the client": the answer to a question that this server does not
        // ask.
        Optional<byte[]> response = data.equals("#") ? Optional.of(new byte[0]) : Base64Text.decode(data);
        if (response.isEmpty() || (minor < Minor.CONT_FIELDS && fields.size() > 3)) {
            request.forget();
            fail(id, "invalid_base64", "Invalid base64 data in continued response");
            return;
        }
        request.take(response);
    }

    private void cancel(long id) {
        ClientRequest request = open.get(id);
        if (request != null) {
            request.forget();
        }
        if (minor >= Minor.CANCELLED) {
            // Also for a request that is over: the client may have cancelled it while its answer was on the way.
            lines.send(OutLine.of("CANCELLED").field(id));
        }
    }

    private void fail(long id, String code, String reason) {
        answered(now());
        lines.send(replies.fail(id, "", code, reason));
    }

    @Override
    public int inFlight() {
        return working;
    }

    @Override
    public void stopping() {
        stopping = true;
        for (ClientRequest request : List.copyOf(open.values())) {
            if (!request.working()) {
                request.release();
                request.forget();
            }
        }
    }

    @Override
    public void closed() {
        List.copyOf(open.values()).forEach(ClientRequest::forget);
    }

    ClientConfig config() {
        return desk.config();
    }

    ClientReplies replies() {
        return replies;
    }

    void send(OutLine line) {
        lines.send(line);
    }

    /** On the event loop, and reading goes on if it had paused. */
    void later(Runnable task) {
        lines.later(() -> {
            task.run();
            lines.settled();
        });
    }

    void settled() {
        lines.settled();
    }

    Future<?> schedule(Runnable task, Duration delay) {
        return lines.loop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    long now() {
        return lines.loop().ticker().nanoTime();
    }

    void answered(long since) {
        desk.meter().answered(now() - since);
    }

    void workBegins() {
        working++;
    }

    void workEnds() {
        working--;
    }

    void ended(ClientRequest request) {
        open.remove(request.id(), request);
    }

    /** Nanoseconds from now on for which a failure is to be held back; none when the connection is about to be closed. */
    long hold(Duration delay, long since) {
        if (stopping) {
            return 0;
        }
        Duration most = desk.config().longestHold();
        if (minor <= Minor.PLAIN_TEXT && most.compareTo(LONGEST_HOLD_OF_POSTFIX) > 0) {
            most = LONGEST_HOLD_OF_POSTFIX;
        }
        Duration held = delay.compareTo(most) < 0 ? delay : most;
        return held.toNanos() - (now() - since);
    }

    void issueTicket(AuthCommand command, Accepted accepted) {
        desk.tickets().issue(clientPid, command.id(), cookie, accepted, command.request());
    }

    /**
     * What a client hears when nobody could say; nothing if the connection is closed instead. Postfix and Exim take every FAIL for
     * final, and only a lost connection for temporary.
     */
    Optional<OutLine> unavailable(AuthCommand command, Unavailable unavailable) {
        boolean close = minor <= Minor.PLAIN_TEXT;
        desk.log()
                .warn(
                        "unavailable",
                        "{}: a log-in by {} could not be decided: {}; {}",
                        desk.meter().name(),
                        command.request().mechanism(),
                        unavailable.reason(),
                        close ? "connection closed, so that the client tries again" : "answered temp_fail");
        if (close) {
            lines.close();
            return Optional.empty();
        }
        return Optional.of(replies.fail(command.id(), unavailable.user(), "temp_fail", ""));
    }

    /** A mechanism or a log-in that broke its promise not to throw. */
    SaslStep defect(Throwable failure) {
        desk.meter().internalError();
        desk.log()
                .warn(
                        "defect",
                        "{}: a log-in failed because of a defect",
                        desk.meter().name(),
                        failure);
        return new SaslStep.Done(new Unavailable("", "internal error"), new byte[0]);
    }
}
