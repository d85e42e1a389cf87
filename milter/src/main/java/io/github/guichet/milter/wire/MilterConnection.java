package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.server.StreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an MTA: reads its packets one by one, and goes on when a packet is dealt with. Only the end of a message tells the
 * MTA that it is still at work: sendmail expects that nowhere else (smfi_progress).
 */
final class MilterConnection extends StreamConnection {

    private final Desk desk;
    private final PacketDecoder packets;
    private @Nullable Dialogue dialogue;

    /** What is to be done when the filter has answered; nothing more is read before. */
    private @Nullable Runnable waiting;

    private @Nullable ChangeWriter changes;
    private Reply.Final verdict = Reply.CONTINUE;
    private @Nullable ScheduledFuture<?> progress;
    private long since;

    MilterConnection(Channel channel, Desk desk) {
        super(channel, 1);
        this.desk = desk;
        this.packets = new PacketDecoder(channel.alloc());
    }

    @Override
    public long requestsBegun() {
        return packets.complete();
    }

    /**
     * Never: a packet may rest half sent. Postfix collects what it need not wait for in a buffer of 4096 bytes, and sends a full one
     * even if it ends within a packet; the rest follows with the client's next command, whenever that may be.
     */
    @Override
    public boolean midRequest() {
        return false;
    }

    @Override
    public int inFlight() {
        return waiting != null || changes != null ? 1 : 0;
    }

    /** MTAs send the content of a message in one go, when they have all of it. */
    @Override
    protected boolean midway() {
        Dialogue open = dialogue;
        return open != null && open.midContent();
    }

    @Override
    protected boolean next(ByteBuf in) {
        try {
            if (!packets.next(in)) {
                return false;
            }
            take(packets.packet());
            return true;
        } catch (MilterWireException e) {
            desk.malformed(e);
            in.skipBytes(in.readableBytes());
            end();
            return false;
        }
    }

    private void take(Packet packet) throws MilterWireException {
        Dialogue open = dialogue;
        byte command = packet.command();
        if (command == Command.QUIT) {
            end();
        } else if (open == null) {
            if (command != Command.OPTIONS) {
                throw new MilterWireException("a command before the options are negotiated");
            }
            Dialogue begun = new Dialogue(packet, desk);
            dialogue = begun;
            begun.negotiation().write(out());
            written();
        } else {
            switch (command) {
                case Command.MACROS -> open.macros(packet);
                case Command.ABORT -> open.endMessage();
                case Command.QUIT_NEW_CONNECTION -> open.close();
                case Command.END_OF_MESSAGE -> endOfMessage(open, packet);
                case Command.OPTIONS -> throw new MilterWireException("options are negotiated twice");
                default -> event(open, Command.event(command), packet);
            }
        }
    }

    private void event(Dialogue open, Event event, Packet packet) throws MilterWireException {
        boolean awaited = open.negotiation().awaits(event);
        if (awaited) {
            since = System.nanoTime();
        }
        CompletableFuture<Reply> answer = open.tell(event, packet);
        if (answer.isDone()) {
            reply(open, event, answer);
        } else {
            await(answer, () -> reply(open, event, answer));
        }
    }

    private void reply(Dialogue open, Event event, CompletableFuture<Reply> answer) {
        Reply reply = open.judge(event, answer);
        if (open.negotiation().awaits(event)) {
            ReplyEncoder.encode(reply, out());
            written();
            desk.answered(since);
        }
    }

    private void endOfMessage(Dialogue open, Packet packet) throws MilterWireException {
        since = System.nanoTime();
        if (!packet.isReadable()) {
            decide(open);
            return;
        }
        // No MTA is known to put the last of the body here, but libmilter would read it.
        CompletableFuture<Reply> answer = open.tell(Event.BODY, packet);
        if (answer.isDone()) {
            decideAfter(open, answer);
        } else {
            await(answer, () -> decideAfter(open, answer));
        }
    }

    private void decideAfter(Dialogue open, CompletableFuture<Reply> answer) {
        Reply reply = open.judge(Event.BODY, answer);
        if (reply instanceof Reply.Final end && !(reply instanceof Reply.Continue)) {
            ReplyEncoder.encode(end, out());
            written();
            desk.answered(since);
            open.endMessage();
        } else {
            decide(open);
        }
    }

    private void decide(Dialogue open) {
        CompletableFuture<EndOfMessage> answer = open.end();
        if (answer.isDone()) {
            decided(open, answer);
        } else {
            await(answer, () -> decided(open, answer));
            scheduleProgress();
        }
    }

    private void decided(Dialogue open, CompletableFuture<EndOfMessage> answer) {
        EndOfMessage end = open.judge(answer);
        verdict = end.reply();
        changes = new ChangeWriter(end, open.negotiation(), desk);
        writeChanges(open);
    }

    /** Writes as much as the MTA takes. */
    private void writeChanges(Dialogue open) {
        ChangeWriter left = changes;
        while (left != null && takesMore()) {
            if (!writeNext(left)) {
                changes = null;
                left = null;
                ReplyEncoder.encode(verdict, out());
                desk.answered(since);
                open.endMessage();
            }
            written();
        }
    }

    private boolean writeNext(ChangeWriter left) {
        ByteBuf out = out();
        int before = out.writerIndex();
        try {
            return left.next(out);
        } catch (RuntimeException | Error e) {
            out.writerIndex(before);
            desk.defect(e);
            verdict = new Reply.TempFail();
            return false;
        }
    }

    @Override
    protected void writableAgain() {
        Dialogue open = dialogue;
        if (open != null && changes != null) {
            writeChanges(open);
        }
    }

    private void await(CompletableFuture<?> answer, Runnable then) {
        waiting = then;
        answer.whenComplete((value, failure) -> later(() -> answered(then)));
    }

    private void answered(Runnable then) {
        if (waiting != then || isClosed()) {
            return;
        }
        waiting = null;
        stopProgress();
        then.run();
        if (inFlight() == 0) {
            proceed();
        }
    }

    private void scheduleProgress() {
        progress = channel()
                .eventLoop()
                .schedule(this::stillAtWork, desk.progress().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stillAtWork() {
        if (waiting != null && !isClosed()) {
            ReplyEncoder.progress(out());
            written();
            scheduleProgress();
        }
    }

    private void stopProgress() {
        ScheduledFuture<?> scheduled = progress;
        if (scheduled != null) {
            progress = null;
            scheduled.cancel(false);
        }
    }

    @Override
    protected void lost() {
        waiting = null;
        changes = null;
        stopProgress();
        packets.release();
        Dialogue open = dialogue;
        if (open != null) {
            dialogue = null;
            open.close();
        }
    }
}
