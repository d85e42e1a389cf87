package io.github.guichet.milter.rule;

import io.github.guichet.milter.message.CollectedFields;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.session.IncomingField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an MTA told of one message. Used by one thread at a time; nothing changes any more once the rules look at it. */
final class GatheredMessage implements MailMessage {

    private static final String SIZE = "SIZE=";
    private static final String SMTPUTF8 = "SMTPUTF8";
    /** Longer than any address of RFC 5321 with source route; a longer one is only counted. */
    private static final int LONGEST_RECIPIENT = 1024;

    private final Gathering gathering;
    private final SessionFacts facts;
    private final List<String> recipients;
    private int recipientCount;
    private boolean sender;
    private boolean fresh = true;
    private Optional<CollectedFields> fields;

    GatheredMessage(Gathering gathering, SessionFacts facts) {
        this.gathering = gathering;
        this.facts = facts;
        this.recipients = new ArrayList<>(2);
        this.fields = Optional.empty();
    }

    private GatheredMessage(GatheredMessage gathered, SessionFacts facts) {
        this.gathering = gathered.gathering;
        this.facts = facts;
        this.recipients = List.copyOf(gathered.recipients);
        this.recipientCount = gathered.recipientCount;
        this.fields = Optional.of(gathered.collected());
    }

    /** This message, complete, with what is known of its session. */
    GatheredMessage with(SessionFacts session) {
        SessionFacts all = facts.or(session);
        all.set(MessageFact.PROTOCOL_STATE, "END-OF-MESSAGE");
        all.set(MessageFact.RECIPIENT_COUNT, Integer.toString(recipientCount));
        all.set(MessageFact.RECIPIENT, recipientCount == 1 && recipients.size() == 1 ? recipients.get(0) : "");
        return new GatheredMessage(this, all);
    }

    /** What is taken of it. */
    Gathering gathering() {
        return gathering;
    }

    /** Whether nothing was told yet. */
    boolean isFresh() {
        return fresh;
    }

    boolean hasSender() {
        return sender;
    }

    /** To be filled. */
    SessionFacts facts() {
        fresh = false;
        return facts;
    }

    void mail(String address, List<String> arguments) {
        fresh = false;
        sender = true;
        facts.set(MessageFact.SENDER, address);
        for (String argument : arguments) {
            if (argument.regionMatches(true, 0, SIZE, 0, SIZE.length())) {
                facts.set(MessageFact.SIZE, argument.substring(SIZE.length()));
            } else if (argument.equalsIgnoreCase(SMTPUTF8)) {
                facts.set(MessageFact.SMTPUTF8, "yes");
            }
        }
    }

    void rcpt(String address) {
        fresh = false;
        recipientCount++;
        if (recipients.size() < gathering.limits().recipients() && address.length() <= LONGEST_RECIPIENT) {
            recipients.add(address);
        }
    }

    void header(IncomingField field) {
        fresh = false;
        collected().add(field);
    }

    private CollectedFields collected() {
        if (fields.isEmpty()) {
            fields = Optional.of(new CollectedFields(
                    gathering.fields(), gathering.counted(), gathering.limits().headerBytes()));
        }
        return fields.get();
    }

    @Override
    public String fact(String name) {
        return MessageFact.of(name).map(facts::get).orElse("");
    }

    @Override
    public List<String> recipients() {
        return recipients;
    }

    @Override
    public int recipientCount() {
        return recipientCount;
    }

    @Override
    public Fields fields() {
        return collected();
    }
}
