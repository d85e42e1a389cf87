package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.BodySource;
import io.github.guichet.milter.session.EndOfMessage;
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
import io.github.guichet.milter.session.Reply;
import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what is said at the end of a message bit by bit, because a new body may be longer than the MTA reads in one go. */
final class ChangeWriter {

    private static final String HELD = "held";

    private final Negotiation negotiation;
    private final Desk desk;
    private final Iterator<Modification> changes;
    private @Nullable BodySource body;
    private boolean bodyReplaced;
    private byte[] piece = {};
    private int pieceUsed;

    ChangeWriter(EndOfMessage end, Negotiation negotiation, Desk desk) {
        this.negotiation = negotiation;
        this.desk = desk;
        // An MTA forgets the changes of a message that it does not take.
        boolean taken = end.reply() instanceof Reply.Continue || end.reply() instanceof Reply.Accept;
        this.changes = (taken ? end.changes() : List.<Modification>of()).iterator();
    }

    /**
     * Writes the next change, or the next piece of a new body.
     *
     * @return false if there is none left
     * @throws IllegalArgumentException if a change is none that can be written
     */
    boolean next(ByteBuf out) {
        BodySource source = body;
        if (source != null && writePiece(source, out)) {
            return true;
        }
        while (changes.hasNext()) {
            Modification change = changes.next();
            if (negotiation.allows(change.kind())) {
                write(change, out);
                return true;
            }
            desk.notOffered(change.kind());
        }
        return false;
    }

    private void write(Modification change, ByteBuf out) {
        if (change instanceof ReplaceBody replace) {
            begin(replace.body(), out);
            return;
        }
        int start = Packets.begin(out, code(change));
        if (change instanceof AddField add) {
            FieldEncoder.name(add.name(), out);
            FieldEncoder.value(add.value(), negotiation.leadingSpace(), out);
        } else if (change instanceof InsertField insert) {
            out.writeInt(insert.position());
            FieldEncoder.name(insert.name(), out);
            FieldEncoder.value(insert.value(), negotiation.leadingSpace(), out);
        } else if (change instanceof ChangeField replace) {
            out.writeInt(replace.nth());
            FieldEncoder.name(replace.name(), out);
            FieldEncoder.changedValue(replace.value(), negotiation.leadingSpace(), out);
        } else if (change instanceof DeleteField delete) {
            out.writeInt(delete.nth());
            FieldEncoder.name(delete.name(), out);
            out.writeByte(0);
        } else if (change instanceof AddRecipient add) {
            address(add.address(), add.arguments(), out);
        } else if (change instanceof RemoveRecipient remove) {
            address(remove.address(), Optional.empty(), out);
        } else if (change instanceof ChangeSender sender) {
            address(sender.address(), sender.arguments(), out);
        } else if (change instanceof Quarantine quarantine) {
            PlainText.write(quarantine.reason().isBlank() ? HELD : quarantine.reason(), out);
        }
        Packets.end(out, start);
    }

    private static int code(Modification change) {
        return switch (change.kind()) {
            case ADD_FIELD -> change instanceof InsertField ? 'i' : 'h';
            case REPLACE_BODY -> 'b';
            case ADD_RECIPIENT -> '+';
            case ADD_RECIPIENT_WITH_ARGUMENTS -> '2';
            case REMOVE_RECIPIENT -> '-';
            case CHANGE_FIELD -> 'm';
            case QUARANTINE -> 'q';
            case CHANGE_SENDER -> 'e';
        };
    }

    private static void address(String address, Optional<String> arguments, ByteBuf out) {
        PlainText.write(address.startsWith("<") ? address : "<" + address + ">", out);
        arguments.ifPresent(some -> PlainText.write(some, out));
    }

    private void begin(BodySource source, ByteBuf out) {
        if (bodyReplaced) {
            throw new IllegalArgumentException("the body is replaced twice");
        }
        bodyReplaced = true;
        body = source;
        if (!writePiece(source, out)) {
            Packets.bare(out, 'b'); // nothing at all is a new body too
        }
    }

    /** Writes a piece of the body, if there is one more. */
    private boolean writePiece(BodySource source, ByteBuf out) {
        if (pieceUsed == piece.length) {
            piece = source.next();
            pieceUsed = 0;
        }
        int length = Math.min(piece.length - pieceUsed, MilterLimits.MAX_PIECE);
        if (length == 0) {
            body = null;
            return false;
        }
        int start = Packets.begin(out, 'b');
        out.writeBytes(piece, pieceUsed, length);
        pieceUsed += length;
        Packets.end(out, start);
        return true;
    }
}
