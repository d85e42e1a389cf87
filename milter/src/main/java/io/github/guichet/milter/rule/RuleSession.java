package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.IncomingField;
import io.github.guichet.milter.session.Macros;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.SmtpClient;
import io.github.guichet.milter.session.Wishes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the rules want to know of a session and its messages, and asks them at the end of each message.
 *
 * <p>What is told at CONNECT and HELO holds for the session, which begins with the macros of CONNECT, or with CONNECT; all else for the message, which begins with the macros of MAIL, or with
 * MAIL, and ends when it is decided or aborted.
 */
final class RuleSession implements FilterSession {

    private static final EndOfMessage PUT_OFF = new EndOfMessage(List.of(), new Reply.TempFail());
    private static final Logger LOG = LoggerFactory.getLogger(RuleSession.class);

    private final RulePlans plans;
    private final Offer offer;
    private final Wishes told;
    private final RuleListener listener;
    private SessionFacts session;
    /** Whether the macros of the CONNECT that comes next were told. */
    private boolean announced;
    /** What is gathered of messages, and for which rules: as long as these are the newest, nothing has to be compared. */
    private Gathering gathering;

    private Object covered;
    private volatile GatheredMessage message;

    /**
     * A session.
     *
     * @param told what the MTA tells
     */
    RuleSession(RulePlans plans, Offer offer, Wishes told, RuleListener listener) {
        this.plans = plans;
        this.offer = offer;
        this.told = told;
        this.listener = listener;
        this.covered = this;
        this.gathering = cover();
        this.session = new SessionFacts(
                Arrays.stream(MessageFact.values()).filter(this::isTold).collect(Collectors.toUnmodifiableSet()));
        this.message = new GatheredMessage(gathering, session.empty());
        plans.opened(this);
    }

    private boolean isTold(MessageFact fact) {
        return gathering.facts().contains(fact)
                || fact.macro()
                        .filter(macro -> told.macros().values().stream().anyMatch(names -> names.contains(macro)))
                        .isPresent();
    }

    /** For the newest rules that can judge what comes. If there are none, nothing will be judged, and nothing is gathered. */
    private Gathering cover() {
        Optional<RulePlan> newest = plans.newest(told, offer, Optional.empty());
        covered = newest.map(RulePlan::mark).orElse(this);
        return newest.map(RulePlan::gathering)
                .orElseGet(() -> new Gathering(Set.of(), Set.of(), Set.of(), MessageLimits.DEFAULTS));
    }

    private boolean isNewest() {
        return plans.newest().filter(plan -> plan.mark() == covered).isPresent();
    }

    /** The message that is told of; one that begins is gathered for the rules of now. */
    private GatheredMessage message() {
        if (message.isFresh() && !isNewest()) {
            gathering = cover();
            message = new GatheredMessage(gathering, session.empty());
        }
        return message;
    }

    /** The rules that would judge what is told of now. May be called by any thread. */
    Optional<RulePlan> plan() {
        return plans.newest(told, offer, Optional.of(message.gathering()));
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
        message().facts().take(macros);
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
        message().mail(sender, arguments);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<Reply> rcpt(String recipient, List<String> arguments) {
        message().rcpt(recipient);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<Reply> header(IncomingField field) {
        message().header(field);
        return Reply.CONTINUED;
    }

    @Override
    public CompletableFuture<EndOfMessage> endOfMessage() {
        GatheredMessage complete = message().with(session);
        Optional<RulePlan> last = plans.newest();
        Optional<RulePlan> newest = last.filter(plan -> plan.mark() == covered).isPresent()
                ? last
                : plans.newest(told, offer, Optional.of(complete.gathering()));
        Optional<CompletableFuture<EndOfMessage>> end =
                newest.flatMap(plan -> plans.judge(plan, () -> new RuleWalk(plan, offer, complete, listener).run()));
        forget();
        if (end.isEmpty()) {
            LOG.warn("milter: a message is put off: the rules of now need to know more than its MTA was asked for");
        }
        return end.orElseGet(() -> CompletableFuture.completedFuture(PUT_OFF));
    }

    @Override
    public void abort() {
        forget();
    }

    @Override
    public void closed() {
        plans.closed(this);
    }

    /** An MTA may use one connection for several sessions without saying where one ends: nobody inherits what the last client was. */
    private void begin() {
        session = session.empty();
        forget();
    }

    /** A check that is late may still read the message before, so each has an object of its own. */
    private void forget() {
        if (!message.isFresh()) {
            message = new GatheredMessage(gathering, session.empty());
        }
    }
}
