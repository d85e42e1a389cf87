package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.Filter;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.IncomingField;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Macros;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.SmtpClient;
import io.github.guichet.milter.session.Wishes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A filter that notes what it is told, and says what the test wants. */
final class FakeFilter implements Filter {

    /** Everything. */
    static final Wishes ALL = new Wishes(
            EnumSet.allOf(Event.class),
            EnumSet.allOf(Event.class),
            EnumSet.allOf(ChangeKind.class),
            Map.of(MacroStage.MAIL, List.of("auth_authen", "i"), MacroStage.CONNECT, List.of("j")),
            false,
            false);

    final List<String> told = new CopyOnWriteArrayList<>();
    final List<Offer> offers = new CopyOnWriteArrayList<>();
    final Map<Event, CompletableFuture<Reply>> answers = new EnumMap<>(Event.class);
    CompletableFuture<EndOfMessage> end = EndOfMessage.PASSED;
    Wishes wishes = ALL;

    /** A method, by its name, or {@code wishes} or {@code open}, that throws. */
    String defect = "";

    static Wishes quietly(Set<Event> events) {
        return new Wishes(events, Set.of(), EnumSet.allOf(ChangeKind.class), Map.of(), false, false);
    }

    FakeFilter answering(Event event, Reply reply) {
        answers.put(event, CompletableFuture.completedFuture(reply));
        return this;
    }

    FakeFilter ending(Reply.Final reply, Modification... changes) {
        end = CompletableFuture.completedFuture(new EndOfMessage(List.of(changes), reply));
        return this;
    }

    @Override
    public Wishes wishes(Offer offer) {
        offers.add(offer);
        fail("wishes");
        return wishes;
    }

    @Override
    public FilterSession open(Offer offer) {
        fail("open");
        return new Noting();
    }

    private void fail(String method) {
        if (method.equals(defect)) {
            throw new IllegalStateException(method);
        }
    }

    private void note(String method, String rest) {
        told.add(rest.isEmpty() ? method : method + " " + rest);
        fail(method);
    }

    private final class Noting implements FilterSession {

        private CompletableFuture<Reply> note(Event event, String method, String rest) {
            FakeFilter.this.note(method, rest);
            return answers.getOrDefault(event, Reply.CONTINUED);
        }

        @Override
        public void macros(Event stage, Macros macros) {
            FakeFilter.this.note(
                    "macros",
                    stage + " j=" + macros.value("j") + " i=" + macros.value("i") + " auth="
                            + macros.value("auth_authen"));
        }

        @Override
        public CompletableFuture<Reply> connect(SmtpClient client) {
            return note(
                    Event.CONNECT,
                    "connect",
                    (client.name() + " " + client.family() + " " + client.port() + " " + client.address()).strip());
        }

        @Override
        public CompletableFuture<Reply> helo(String name) {
            return note(Event.HELO, "helo", name);
        }

        @Override
        public CompletableFuture<Reply> mail(String sender, List<String> arguments) {
            return note(Event.MAIL, "mail", sender + " " + arguments);
        }

        @Override
        public CompletableFuture<Reply> rcpt(String recipient, List<String> arguments) {
            return note(Event.RCPT, "rcpt", recipient + " " + arguments);
        }

        @Override
        public CompletableFuture<Reply> data() {
            return note(Event.DATA, "data", "");
        }

        @Override
        public CompletableFuture<Reply> unknown(String line) {
            return note(Event.UNKNOWN, "unknown", line);
        }

        @Override
        public CompletableFuture<Reply> header(IncomingField field) {
            String value = new String(field.value(), StandardCharsets.UTF_8);
            return note(Event.HEADER, "header", field.name() + ":" + value + " " + field.length());
        }

        @Override
        public CompletableFuture<Reply> endOfHeaders() {
            return note(Event.END_OF_HEADERS, "eoh", "");
        }

        @Override
        public CompletableFuture<Reply> body(ByteBuffer piece) {
            return note(Event.BODY, "body", StandardCharsets.UTF_8.decode(piece).toString());
        }

        @Override
        public CompletableFuture<EndOfMessage> endOfMessage() {
            FakeFilter.this.note("eom", "");
            return end;
        }

        @Override
        public void abort() {
            FakeFilter.this.note("abort", "");
        }

        @Override
        public void closed() {
            FakeFilter.this.note("closed", "");
        }
    }
}
