package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an MTA and a filter agreed on. Nothing is asked for that was not offered: Postfix drops a filter that does. Immutable. */
final class Negotiation {

    private static final int OLDEST_VERSION = 2;
    private static final int NEWEST_VERSION = 6;

    /** What version 1 let a filter change (SMFI_V1_ACTS). */
    private static final int OLDEST_CHANGES = 0xf;

    /** Macros can be chosen (SMFIF_SETSYMLIST). */
    private static final int CHOOSE_MACROS = 0x100;

    /**
     * A macro that no MTA has: a list that is empty is to Postfix one that is missing, and it sends its usual macros, for some of
     * which smtpd(8) has to ask trivial-rewrite(8).
     */
    private static final String NO_MACRO = "{none}";

    private final Offer offer;
    private final Wishes wishes;
    private final int changes;
    private final int steps;
    private final MacroNames macros;

    private Negotiation(Offer offer, Wishes wishes, int changes, int steps) {
        this.offer = offer;
        this.wishes = wishes;
        this.changes = changes;
        this.steps = steps;
        this.macros = MacroNames.of(wishes.macros());
    }

    /** The bits of an MTA's offer, and what they mean to a filter. */
    record Bits(int changes, int steps, Offer offer) {}

    /**
     * Reads what an MTA offers.
     *
     * @throws MilterWireException if it is no offer, or one of a version that nobody has spoken since 1999
     */
    static Bits read(Packet packet) throws MilterWireException {
        int version = packet.integer();
        int changes = packet.integer();
        int steps = packet.integer();
        if (version < OLDEST_VERSION) {
            throw new MilterWireException("a version of the protocol below " + OLDEST_VERSION);
        }
        // As in libmilter: an MTA that offers nothing has what the first version had.
        changes = changes == 0 ? OLDEST_CHANGES : changes;
        int usable = Math.min(version, NEWEST_VERSION);
        steps = (steps == 0 ? Steps.OLDEST : steps) & Steps.known(usable);
        Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        for (ChangeKind kind : ChangeKind.values()) {
            if ((changes & bit(kind)) != 0) {
                kinds.add(kind);
            }
        }
        boolean choose = (changes & CHOOSE_MACROS) != 0;
        return new Bits(changes, steps, new Offer(usable, kinds, choose, (steps & Steps.LEADING_SPACE) != 0));
    }

    /** As much of the wishes as the MTA offers. */
    static Negotiation of(Bits offered, Wishes wishes) {
        int changes = offered.offer().chooseMacros() ? CHOOSE_MACROS : 0;
        for (ChangeKind kind : wishes.changes()) {
            changes |= bit(kind);
        }
        int steps = 0;
        for (Event event : Event.values()) {
            int unreported = wishes.events().contains(event) ? 0 : Steps.unreported(event) & offered.steps();
            steps |= unreported;
            if (unreported == 0 && !wishes.answered().contains(event)) {
                steps |= Steps.unanswered(event);
            }
        }
        steps |= wishes.answered().isEmpty() ? 0 : Steps.SKIP;
        steps |= wishes.rejectedRecipients() ? Steps.REJECTED_RECIPIENTS : 0;
        steps |= wishes.leadingSpace() ? Steps.LEADING_SPACE : 0;
        return new Negotiation(offered.offer(), wishes, changes & offered.changes(), steps & offered.steps());
    }

    /** The bit by which a change is agreed on (SMFIF_ in mfapi.h). */
    private static int bit(ChangeKind kind) {
        return switch (kind) {
            case ADD_FIELD -> 0x1;
            case REPLACE_BODY -> 0x2;
            case ADD_RECIPIENT -> 0x4;
            case REMOVE_RECIPIENT -> 0x8;
            case CHANGE_FIELD -> 0x10;
            case QUARANTINE -> 0x20;
            case CHANGE_SENDER -> 0x40;
            case ADD_RECIPIENT_WITH_ARGUMENTS -> 0x80;
        };
    }

    /**
     * Writes the answer. If macros can be chosen they are, for every stage: a stage that is not named has those that the MTA's own
     * configuration says.
     */
    void write(ByteBuf out) {
        int start = Packets.begin(out, Command.OPTIONS);
        out.writeInt(offer.version()).writeInt(changes).writeInt(steps);
        if (offer.chooseMacros()) {
            for (MacroStage stage : MacroStage.values()) {
                out.writeInt(number(stage));
                List<String> names = wishes.macros().getOrDefault(stage, List.of());
                ByteBufUtil.writeAscii(out, names.isEmpty() ? NO_MACRO : MacroNames.list(names));
                out.writeByte(0);
            }
        }
        Packets.end(out, start);
    }

    /** The stage's number in an option packet (SMFIM_ in mfapi.h). */
    private static int number(MacroStage stage) {
        return switch (stage) {
            case CONNECT -> 0;
            case HELO -> 1;
            case MAIL -> 2;
            case RCPT -> 3;
            case DATA -> 4;
            case END_OF_MESSAGE -> 5;
            case END_OF_HEADERS -> 6;
        };
    }

    Offer offer() {
        return offer;
    }

    Wishes wishes() {
        return wishes;
    }

    MacroNames macros() {
        return macros;
    }

    /** Whether the filter is to be told. */
    boolean tells(Event event) {
        return event == Event.END_OF_MESSAGE || wishes.events().contains(event);
    }

    /** Whether the MTA waits for an answer. */
    boolean awaits(Event event) {
        return (steps & Steps.unanswered(event)) == 0;
    }

    /** Whether what the filter answers is what the MTA is told. */
    boolean heeds(Event event) {
        return event == Event.END_OF_MESSAGE || (wishes.answered().contains(event) && tells(event));
    }

    boolean allows(ChangeKind kind) {
        return (changes & bit(kind)) != 0;
    }

    boolean skips() {
        return (steps & Steps.SKIP) != 0;
    }

    boolean leadingSpace() {
        return (steps & Steps.LEADING_SPACE) != 0;
    }
}
