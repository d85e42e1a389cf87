package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.IncomingField;
import io.github.guichet.milter.session.Macros;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.SmtpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gathers what the rules want to know of a session and its messages, and asks them at the end of each message.
 *
 * <p>What is told at CONNECT and HELO holds for the session, which begins with the macros of CONNECT, or with CONNECT; all else for the message, which begins with the macros of MAIL, or with
 * MAIL, and ends when it is decided or aborted.
 */
final class RuleSession implements FilterSession {

    private final RulePlan plan;
    private final Offer offer;
    private final RuleListener listener;
    private SessionFacts session;
    /** Whether the macros of the CONNECT that comes next were told. */
    private boolean announced;

    private GatheredMessage message;

    RuleSession(RulePlan plan, Offer offer, RuleListener listener) {
        this.plan = plan;
        this.offer = offer;
        this.listener = listener;
        this.session = new SessionFacts(plan.facts());
        this.message = new GatheredMessage(plan, session.empty());
    }

    @Override
    public void macros(Event stage, Macros macros) {
        if (stage == Event.CONNECT) {
            begin();
            announced = true;
        }
        if (stage == Event.CONNECT || stage == Event.HELO) {
            session.take(macros);
            return;
        }
        if (stage == Event.MAIL) {
            forget();
        }
        message.facts().take(macros);
    }

    @Override
    public CompletableFuture<Reply> connect(SmtpClient client) {
        if (!announced) {
            begin();
        }
        announced = false;
        boolean internet = client.family() == SmtpClient.Family.IPV4 || client.family() == SmtpClient.Family.IPV6;
        session.set(MessageFact.CLIENT, internet ? client.address() : "unknown");
        session.set(MessageFact.CLIENT_NAME, client.name().startsWith("[") ? "unknown" : client.name());
        session.set(MessageFact.CLIENT_PORT, client.port() == 0 ? "" : Integer.toString(client.port()));
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<Reply> helo(String name) {
        session.set(MessageFact.HELO, name);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<Reply> mail(String sender, List<String> arguments) {
        if (message.hasSender()) {
            forget();
        }
        message.mail(sender, arguments);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<Reply> rcpt(String recipient, List<String> arguments) {
        message.rcpt(recipient);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<Reply> header(IncomingField field) {
        message.header(field);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<EndOfMessage> endOfMessage() {
        GatheredMessage complete = message.with(session);
        forget();
        return new RuleWalk(plan, offer, complete, listener).run();
    }

    @Override
    public void abort() {
        forget();
    }

    /** An MTA may use one connection for several sessions without saying where one ends: nobody inherits what the last client was. */
    private void begin() {
        session = session.empty();
        forget();
    }

    /** A check that is late may still read the message before, so each has an object of its own. */
    private void forget() {
        if (!message.isFresh()) {
            message = new GatheredMessage(plan, session.empty());
        }
    }
}
