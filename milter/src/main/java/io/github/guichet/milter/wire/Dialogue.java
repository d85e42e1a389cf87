package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.SmtpClient;
import io.github.guichet.milter.session.SmtpClient.Family;
import io.github.guichet.milter.session.Wishes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What an MTA and a filter say to each other on one connection: tells the filter what it wants to hear, in an order that it can rely
 * on, and judges what it answers.
 *
 * <p>Any event may be left out, because events are negotiated away; so one that cannot follow what was before it begins a new message.
 * libmilter does nearly the same, but lets an MTA wait that says something out of order.
 *
 * <p>A filter that throws is a defect: the rest of the message is not shown to it, and is put off wherever the MTA can be told so.
 */
final class Dialogue {

    private static final Reply.Final PUT_OFF = new Reply.TempFail();
    private static final EndOfMessage MESSAGE_PUT_OFF = new EndOfMessage(List.of(), PUT_OFF);
    private static final Wishes NOTHING = new Wishes(Set.of(), Set.of(), Set.of(), Map.of(), false, false);

    private final Desk desk;
    private final WireField field = new WireField();
    private final Negotiation negotiation;
    private final MacroTable macros;
    private @Nullable FilterSession session;
    private Event last = Event.HELO;
    private boolean messageOpen;
    private boolean messageBroken;
    private boolean sessionBroken;
    /** Events, by their bits in {@link Steps}, of which the filter wants to hear no more in this message. */
    private int skipped;

    /** Begins a dialogue with what the MTA offers. */
    Dialogue(Packet packet, Desk desk) throws MilterWireException {
        this.desk = desk;
        Negotiation.Bits offered = Negotiation.read(packet);
        Wishes wishes = NOTHING;
        try {
            wishes = Objects.requireNonNull(desk.filter().wishes(offered.offer()));
        } catch (RuntimeException | Error e) {
            defect(Event.CONNECT, e);
        }
        negotiation = Negotiation.of(offered, wishes);
        macros = new MacroTable(negotiation.macros());
    }

    Negotiation negotiation() {
        return negotiation;
    }

    /** Macros came. */
    void macros(Packet packet) throws MilterWireException {
        if (negotiation.macros().isEmpty()) {
            return;
        }
        Event stage = Command.event(packet.octet());
        begin(stage, false);
        if (macros.read(stage, packet)) {
            try {
                if (!broken()) {
                    session().macros(stage, macros);
                }
            } catch (RuntimeException | Error e) {
                defect(stage, e);
            } finally {
                macros.done(stage);
            }
        }
    }

    /** Something happened, but not the end of a message. */
    CompletableFuture<Reply> tell(Event event, Packet packet) throws MilterWireException {
        begin(event, true);
        if (broken() || !negotiation.tells(event) || (skipped & Steps.unanswered(event)) != 0) {
            return Reply.CONTINUED;
        }
        try {
            return Objects.requireNonNull(call(event, packet));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            field.hide();
        }
    }

    private CompletableFuture<Reply> call(Event event, Packet packet) throws MilterWireException {
        return switch (event) {
            case CONNECT -> session().connect(client(packet));
            case HELO -> session().helo(packet.string());
            case MAIL -> session().mail(address(packet), packet.strings());
            case RCPT -> session().rcpt(address(packet), packet.strings());
            case DATA -> session().data();
            case UNKNOWN -> session().unknown(packet.string());
            case HEADER -> session().header(field.show(packet));
            case END_OF_HEADERS -> session().endOfHeaders();
            case BODY -> session().body(packet.rest());
            case END_OF_MESSAGE -> throw new IllegalStateException("has its own method");
        };
    }

    private static String address(Packet packet) throws MilterWireException {
        String address = packet.string();
        boolean bracketed = address.length() > 1 && address.startsWith("<") && address.endsWith(">");
        return bracketed ? address.substring(1, address.length() - 1) : address;
    }

    private static SmtpClient client(Packet packet) throws MilterWireException {
        String name = packet.string();
        Family family = switch (packet.octet()) {
            case 'L' -> Family.UNIX;
            case '4' -> Family.IPV4;
            case '6' -> Family.IPV6;
            default -> Family.UNKNOWN;
        };
        if (family == Family.UNKNOWN || !packet.isReadable()) {
            return new SmtpClient(name, family, 0, "");
        }
        int port = packet.unsignedShort();
        String address = packet.string();
        boolean prefixed = family == Family.IPV6 && address.regionMatches(true, 0, "IPv6:", 0, 5);
        return new SmtpClient(name, family, port, prefixed ? address.substring(5) : address);
    }

    /** What an MTA that waits is told, and what follows from it. */
    Reply judge(Event event, CompletableFuture<Reply> answer) {
        Reply reply = Reply.CONTINUE;
        try {
            reply = Objects.requireNonNull(answer.join());
        } catch (CompletionException | CancellationException | NullPointerException e) {
            defect(event, e);
        }
        if (broken()) {
            reply = PUT_OFF;
        } else if (!negotiation.heeds(event)) {
            reply = Reply.CONTINUE;
        } else if (reply instanceof Reply.Skip) {
            skipped |= Steps.unanswered(event);
            reply = negotiation.skips() ? reply : Reply.CONTINUE;
        }
        boolean goesOn = reply instanceof Reply.Continue || reply instanceof Reply.Skip;
        if (!goesOn && negotiation.awaits(event) && endsMessage(event)) {
            endMessage();
        }
        return reply;
    }

    /** Whether a reply that is final ends a message here; at RCPT it is about one recipient. */
    private static boolean endsMessage(Event event) {
        return switch (event) {
            case MAIL, DATA, HEADER, END_OF_HEADERS, BODY -> true;
            case CONNECT, HELO, RCPT, UNKNOWN, END_OF_MESSAGE -> false;
        };
    }

    /** The message is complete. */
    CompletableFuture<EndOfMessage> end() {
        begin(Event.END_OF_MESSAGE, true);
        try {
            return broken()
                    ? EndOfMessage.PASSED
                    : Objects.requireNonNull(session().endOfMessage());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What the MTA is told of a message; {@link #endMessage} is to follow. */
    EndOfMessage judge(CompletableFuture<EndOfMessage> answer) {
        EndOfMessage end = MESSAGE_PUT_OFF;
        try {
            end = Objects.requireNonNull(answer.join());
        } catch (CompletionException | CancellationException | NullPointerException e) {
            defect(Event.END_OF_MESSAGE, e);
        }
        return broken() ? MESSAGE_PUT_OFF : end;
    }

    /** There is no message any more, in whatever way it ended. */
    void endMessage() {
        last = Event.HELO;
        if (messageOpen) {
            messageOpen = false;
            messageBroken = false;
            skipped = 0;
            macros.forget(Event.MAIL);
            FilterSession open = session;
            if (open != null) {
                try {
                    open.abort();
                } catch (RuntimeException | Error e) {
                    desk.defect(e);
                }
            }
        }
    }

    /** The SMTP session is over; another one may follow. */
    void close() {
        endMessage();
        FilterSession open = session;
        if (open != null) {
            session = null;
            try {
                open.closed();
            } catch (RuntimeException | Error e) {
                desk.defect(e);
            }
        }
        macros.forget(Event.CONNECT);
        sessionBroken = false;
        skipped = 0;
    }

    private FilterSession session() {
        FilterSession open = session;
        if (open == null) {
            open = desk.filter().open(negotiation.offer(), negotiation.wishes());
            session = open;
        }
        return open;
    }

    /** Whether the content of a message has begun, and its end is to come. */
    boolean midContent() {
        return messageOpen && last.compareTo(Event.HEADER) >= 0;
    }

    /** Notes where the MTA is; macros come before what they belong to, and that is still to come. */
    private void begin(Event event, boolean happens) {
        if (event == Event.UNKNOWN) {
            return;
        }
        if (messageOpen && comesTooLate(event)) {
            endMessage();
        }
        if (event.compareTo(Event.MAIL) >= 0) {
            messageOpen = true;
        }
        if (happens) {
            last = event;
        }
    }

    private boolean comesTooLate(Event event) {
        int order = event.compareTo(last);
        boolean again = event == Event.RCPT || event == Event.HEADER || event == Event.BODY;
        return order < 0 || (order == 0 && !again);
    }

    private boolean broken() {
        return messageBroken || sessionBroken;
    }

    private void defect(Event event, Throwable cause) {
        desk.defect(cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause);
        if (event.compareTo(Event.MAIL) < 0 || session == null) {
            sessionBroken = true;
        } else {
            messageBroken = true;
        }
    }
}
