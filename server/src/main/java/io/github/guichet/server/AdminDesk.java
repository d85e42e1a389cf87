package io.github.guichet.server;

import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the command that a line asks for. Used by one thread. */
final class AdminDesk {

    private static final Logger LOGGER = LoggerFactory.getLogger(AdminDesk.class);

    private final Supplier<Map<String, AdminCommand>> commands;
    private final DaemonMeter meter;

    AdminDesk(Supplier<Map<String, AdminCommand>> commands, DaemonMeter meter) {
        this.commands = commands;
        this.meter = meter;
    }

    /**
     * What a command came to.
     *
     * @param done whether it did what was asked
     * @param text for the user
     */
    record Result(boolean done, String text) {

        static Result failed(String text) {
            return new Result(false, text);
        }
    }

    Result run(String line) {
        long start = System.nanoTime();
        try {
            String text = dispatch(AdminWords.decode(line));
            int bytes = ByteBufUtil.utf8Bytes(text);
            if (bytes > AdminServer.MAX_REPLY) {
                return Result.failed(
                        "the reply has " + bytes + " bytes, the admin socket carries at most " + AdminServer.MAX_REPLY);
            }
            return new Result(true, text);
        } catch (AdminException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            meter.internalError();
            LOGGER.warn("admin: a command failed because of a defect", e);
            return Result.failed("internal error, see the log of guichet");
        } finally {
            meter.answered(System.nanoTime() - start);
        }
    }

    private String dispatch(List<String> words) throws AdminException {
        if (words.isEmpty()) {
            throw new AdminException("a request begins with the name of a command");
        }
        Map<String, AdminCommand> known = commands.get();
        AdminCommand command = known.get(words.get(0));
        if (command == null) {
            meter.protocolError();
            throw new AdminException("unknown command; known are: " + String.join(", ", new TreeSet<>(known.keySet())));
        }
        return command.run(words.subList(1, words.size()));
    }
}
