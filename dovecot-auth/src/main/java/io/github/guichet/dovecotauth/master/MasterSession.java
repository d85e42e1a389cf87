package io.github.guichet.dovecotauth.master;

import io.github.guichet.dovecotauth.login.TicketDesk.Ticket;
import io.github.guichet.dovecotauth.wire.Fields;
import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.LineSession;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.dovecotauth.wire.Parameters;
import io.github.guichet.dovecotauth.wire.WireException;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a master socket. Answers are sent as they come; the id tells which question each belongs to. */
final class MasterSession implements LineSession {

    private static final Logger LOG = LoggerFactory.getLogger(MasterSession.class);
    private static final String MAJOR = "1";
    private static final String MINOR = "1";

    private final MasterDesk desk;
    private final LineChannel peer;
    private Optional<UserListing> listing = Optional.empty();
    private boolean versionSeen;
    private int inFlight;

    MasterSession(MasterDesk desk, LineChannel peer) {
        this.desk = desk;
        this.peer = peer;
    }

    @Override
    public void opened() {
        peer.send(OutLine.of("VERSION").field(MAJOR).field(MINOR));
        peer.send(OutLine.of("SPID").field(desk.spid()));
    }

    @Override
    public void line(Fields fields) throws WireException {
        String command = fields.get(0);
        if (!versionSeen) {
            if (!command.equals("VERSION") || !fields.get(1).equals(MAJOR)) {
                throw new WireException("a connection to the master socket did not begin with VERSION 1");
            }
            versionSeen = true;
            return;
        }
        switch (command) {
            case "USER" -> user(fields);
            case "PASS" -> pass(fields);
            case "LIST" -> list(fields);
            case "CACHE-FLUSH" -> flush(fields);
            case "REQUEST" -> request(fields);
            case "CPID" -> throw new WireException("a client of the auth client protocol came to the master socket");
            default -> throw new WireException("an unknown command on the master socket");
        }
    }

    private void user(Fields fields) throws WireException {
        long id = fields.number(1);
        Map<String, String> facts = facts(fields);
        await(
                desk.records().user(fields.get(2), facts),
                answer -> answer instanceof AccountAnswer.Found found
                        ? userLine(id, found.first())
                        : otherwise(id, answer, facts));
    }

    private void pass(Fields fields) throws WireException {
        long id = fields.number(1);
        Map<String, String> facts = facts(fields);
        await(desk.records().pass(fields.get(2), facts, false), answer -> {
            if (answer instanceof AccountAnswer.Found found) {
                OutLine line = OutLine.of("PASS")
                        .field(id)
                        .field("user", found.first().field("user").orElse(""));
                append(line, found.first());
                return line;
            }
            return otherwise(id, answer, facts);
        });
    }

    /** Dovecot's server takes a question without a service for a broken client, too. */
    private static Map<String, String> facts(Fields fields) throws WireException {
        Map<String, String> facts = Parameters.facts(fields.from(3));
        if (!facts.containsKey("service")) {
            throw new WireException("a question without service= or protocol=");
        }
        return facts;
    }

    private void flush(Fields fields) throws WireException {
        long id = fields.number(1);
        List<String> users = fields.from(2).stream().filter(u -> !u.isEmpty()).toList();
        long count = users.isEmpty()
                ? desk.records().forget("")
                : users.stream().mapToLong(desk.records()::forget).sum();
        peer.send(OutLine.of("OK").field(id).field(count));
    }

    private void request(Fields fields) throws WireException {
        long id = fields.number(1);
        Optional<Ticket> found = desk.tickets().redeem(fields.number(2), fields.number(3), fields.get(4));
        if (found.isEmpty()) {
            LOG.warn(
                    "{}: a mail process asked for a log-in that is not there (client process {}, id {}): it was too late,"
                            + " or guichet was restarted in between",
                    desk.meter().name(),
                    fields.get(2),
                    fields.get(3));
            peer.send(OutLine.of("FAIL").field(id));
            return;
        }
        Ticket ticket = found.get();
        AccountRecord prefetched = ticket.accepted().prefetched();
        CompletableFuture<AccountAnswer> answer = prefetched.fields().isEmpty()
                ? desk.records().user(ticket.accepted().user(), ticket.request().facts())
                : CompletableFuture.completedFuture(new AccountAnswer.Found(
                        List.of(prefetched.with("user", ticket.accepted().user())), Served.CACHE));
        await(
                answer,
                record -> record instanceof AccountAnswer.Found user
                        ? loginLine(id, user.first(), ticket)
                        : otherwise(id, record, ticket.request().facts()));
    }

    /** What a mail process learns besides: how and as whom the user logged in. */
    private static OutLine loginLine(long id, AccountRecord record, Ticket ticket) {
        OutLine line = userLine(id, record);
        AccountRecord login = ticket.accepted().fields();
        Optional<String> master = login.field("auth_user");
        if (master.isPresent() && !record.has("master_user")) {
            line.field("master_user", master.get());
        }
        line.field("auth_mech", ticket.request().mechanism());
        master.or(() -> login.field("original_user"))
                .filter(name -> !name.equals(ticket.accepted().user()))
                .ifPresent(name -> line.field("auth_user", name));
        return line;
    }

    private static OutLine userLine(long id, AccountRecord record) {
        OutLine line = OutLine.of("USER").field(id).field(record.field("user").orElse(""));
        append(line, record);
        return line;
    }

    private static void append(OutLine line, AccountRecord record) {
        record.fields().forEach((name, value) -> {
            if (!name.equals("user")) {
                line.entry(name, value);
            }
        });
    }

    /** The reason is for administrators: a mail process would show it to its user. */
    private static OutLine otherwise(long id, AccountAnswer answer, Map<String, String> facts) {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            OutLine line = OutLine.of("FAIL").field(id);
            return "doveadm".equals(facts.get("service")) ? line.field("reason", unavailable.reason()) : line;
        }
        return OutLine.of("NOTFOUND").field(id);
    }

    /** Sends what becomes of an answer, on the event loop. */
    private void await(CompletableFuture<AccountAnswer> question, Function<AccountAnswer, OutLine> reply) {
        long began = System.nanoTime();
        inFlight++;
        question.whenComplete((answer, failure) -> {
            AccountAnswer said = failure == null ? answer : defect(failure);
            if (peer.loop().inEventLoop()) {
                finish(reply.apply(said), began);
            } else {
                peer.later(() -> finish(reply.apply(said), began));
            }
        });
    }

    private AccountAnswer defect(Throwable failure) {
        desk.meter().internalError();
        LOG.error(
                "{}: a question on the master socket ended in an exception",
                desk.meter().name(),
                failure);
        return new AccountAnswer.Unavailable("internal error");
    }

    private void finish(OutLine line, long began) {
        inFlight--;
        peer.send(line);
        desk.meter().answered(System.nanoTime() - began);
        peer.settled();
    }

    private void list(Fields fields) throws WireException {
        long id = fields.number(1);
        if (listing.isPresent()) {
            LOG.warn(
                    "{}: users are being listed already on this connection",
                    desk.meter().name());
            peer.send(OutLine.of("DONE").field(id).field("fail"));
            return;
        }
        UserListing begun = new UserListing(id, UserListing.mask(fields.from(2)), desk, peer, this::listed);
        listing = Optional.of(begun);
        inFlight++;
        begun.start();
    }

    private void listed() {
        listing = Optional.empty();
        inFlight--;
        peer.settled();
    }

    @Override
    public void writable() {
        listing.ifPresent(UserListing::proceed);
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public void stopping() {
        // What was asked is answered; nothing here waits for the peer.
    }

    @Override
    public void closed() {
        listing.ifPresent(UserListing::abandon);
        listing = Optional.empty();
    }
}
