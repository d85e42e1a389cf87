package io.github.guichet.command;

import io.github.guichet.policyd.notice.Notices;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.util.List;

/** Answers {@code guichet notify-test}: a line for each channel. */
final class AdminNotifyTest implements AdminCommand {

    static final String NAME = "notify-test";

    private final Notices notices;

    AdminNotifyTest(Notices notices) {
        this.notices = notices;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        if (!arguments.isEmpty()) {
            throw new AdminException("notify-test takes no words");
        }
        try {
            List<String> lines = notices.test();
            return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException("guichet is stopping");
        }
    }
}
