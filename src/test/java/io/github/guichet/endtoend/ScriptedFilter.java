package io.github.guichet.endtoend;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Filter;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.IncomingField;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Macros;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Modification.AddRecipient;
import io.github.guichet.milter.session.Modification.ChangeField;
import io.github.guichet.milter.session.Modification.ChangeSender;
import io.github.guichet.milter.session.Modification.DeleteField;
import io.github.guichet.milter.session.Modification.InsertField;
import io.github.guichet.milter.session.Modification.Quarantine;
import io.github.guichet.milter.session.Modification.RemoveRecipient;
import io.github.guichet.milter.session.Modification.ReplaceBody;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.SmtpClient;
import io.github.guichet.milter.session.Wishes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A filter for what an MTA sends: it takes its orders from the addresses. A recipient {@code reject@…} is refused, and so on; the
 * sender says what becomes of the message. What it was told comes back as fields, if the sender is {@code echo@…}.
 */
final class ScriptedFilter implements Filter {

    private final Wishes wishes;

    private ScriptedFilter(Set<Event> answered) {
        this.wishes = new Wishes(
                EnumSet.allOf(Event.class),
                answered,
                EnumSet.allOf(ChangeKind.class),
                Map.of(
                        MacroStage.CONNECT, List.of("j"),
                        MacroStage.MAIL, List.of("auth_authen"),
                        MacroStage.RCPT, List.of("rcpt_host")),
                false,
                true);
    }

    /** One that answers every event. */
    static ScriptedFilter answering() {
        return new ScriptedFilter(EnumSet.allOf(Event.class));
    }

    /** One that only answers at the end of a message. */
    static ScriptedFilter quiet() {
        return new ScriptedFilter(Set.of());
    }

    @Override
    public Wishes wishes(Offer offer) {
        return wishes;
    }

    @Override
    public FilterSession open(Offer offer) {
        return new Session();
    }

    private static final class Session implements FilterSession {

        private final StringBuilder told = new StringBuilder();
        private String sender = "";
        private int aborted;

        private CompletableFuture<Reply> note(String what) {
            told.append(told.isEmpty() ? "" : "; ").append(what);
            return Reply.CONTINUED;
        }

        @Override
        public void macros(Event stage, Macros macros) {
            note(stage + " " + macros.value("j") + "/" + macros.value("auth_authen") + "/" + macros.value("rcpt_host"));
        }

        @Override
        public CompletableFuture<Reply> connect(SmtpClient client) {
            return note("connect " + client.name() + " " + client.family() + " " + client.address());
        }

        @Override
        public CompletableFuture<Reply> helo(String name) {
            return note("helo " + name);
        }

        @Override
        public CompletableFuture<Reply> mail(String address, List<String> arguments) {
            sender = address;
            return note("mail " + address + arguments);
        }

        @Override
        public CompletableFuture<Reply> rcpt(String recipient, List<String> arguments) {
            note("rcpt " + recipient + arguments);
            Reply reply = switch (name(recipient)) {
                case "reject" -> new Reply.Reject();
                case "tempfail" -> new Reply.TempFail();
                case "discard" -> new Reply.Discard();
                case "accept" -> new Reply.Accept();
                case "coded" -> new Reply.Coded(550, Optional.of("5.1.1"), List.of("nobody"));
                default -> Reply.CONTINUE;
            };
            return CompletableFuture.completedFuture(reply);
        }

        @Override
        public CompletableFuture<Reply> data() {
            return note("data");
        }

        @Override
        public CompletableFuture<Reply> unknown(String line) {
            return note("unknown " + line);
        }

        @Override
        public CompletableFuture<Reply> header(IncomingField field) {
            return note("header " + field.name() + "=" + new String(field.value(), StandardCharsets.UTF_8));
        }

        @Override
        public CompletableFuture<Reply> endOfHeaders() {
            return note("eoh");
        }

        @Override
        public CompletableFuture<Reply> body(ByteBuffer piece) {
            note("body " + piece.remaining());
            return name(sender).equals("skip") ? CompletableFuture.completedFuture(new Reply.Skip()) : Reply.CONTINUED;
        }

        @Override
        public CompletableFuture<EndOfMessage> endOfMessage() {
            return switch (name(sender)) {
                case "echo", "skip" ->
                    ended(Reply.CONTINUE, new AddField("X-Told", FieldValue.of(told + "; aborted " + aborted)));
                case "reject" -> ended(new Reply.Reject());
                case "tempfail" -> ended(new Reply.TempFail());
                case "discard" -> ended(new Reply.Discard());
                case "accept" -> ended(new Reply.Accept());
                case "coded" ->
                    ended(new Reply.Coded(550, Optional.of("5.7.1"), List.of("not 100% yours", "write to us")));
                case "changes" -> ended(Reply.CONTINUE, changes());
                case "slow" ->
                    CompletableFuture.supplyAsync(
                            () -> EndOfMessage.UNCHANGED,
                            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
                case "broken" -> throw new IllegalStateException("a defect, on purpose");
                default -> EndOfMessage.PASSED;
            };
        }

        private static CompletableFuture<EndOfMessage> ended(Reply.Final reply, Modification... changes) {
            return CompletableFuture.completedFuture(new EndOfMessage(List.of(changes), reply));
        }

        private static Modification[] changes() {
            Deque<byte[]> body = new ArrayDeque<>(List.of("new body\r\n".getBytes(StandardCharsets.US_ASCII)));
            return new Modification[] {
                new AddField("X-Added", FieldValue.of("one\n two")),
                new InsertField(0, "X-Inserted", FieldValue.of("three")),
                new ChangeField("Subject", 1, FieldValue.of("four")),
                new DeleteField("X-Secret", 2),
                new AddRecipient("new@example.org", Optional.empty()),
                new RemoveRecipient("<old@example.org>"),
                new ChangeSender("sender@example.org", Optional.empty()),
                new ReplaceBody(() -> body.isEmpty() ? new byte[0] : body.remove()),
                new Quarantine("to be looked at")
            };
        }

        private static String name(String address) {
            return address.substring(0, Math.max(0, address.indexOf('@')));
        }

        @Override
        public void abort() {
            told.setLength(0);
            aborted++;
        }
    }
}
