package io.github.guichet.log;

import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.Nearest;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code guichet log}: {@code level} LEVEL or {@code level} AREA LEVEL sets, {@code reset} takes back what was set, nothing
 * shows. The reply is always what holds then, a line for each area.
 */
public final class AdminLog implements AdminCommand {

    /** The first word of the request. */
    public static final String NAME = "log";

    private static final Logger LOG = LoggerFactory.getLogger(AdminLog.class);

    private final Logs logs;

    /** The command for the log of this process. */
    public AdminLog(Logs logs) {
        this.logs = logs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        String what = arguments.isEmpty() ? "" : arguments.get(0);
        int words = arguments.size();
        if (what.equals("level") && words == 2) {
            LogLevel level = word(arguments.get(1), LogLevel.byWord(), "level");
            LogArea.settable().values().forEach(area -> logs.level(area, level));
            LOG.info("the level of the log is {} now, for everything", level.word());
        } else if (what.equals("level") && words == 3) {
            LogArea area = word(arguments.get(1), LogArea.settable(), "area");
            LogLevel level = word(arguments.get(2), LogLevel.byWord(), "level");
            logs.level(area, level);
            LOG.info("the level of the log is {} now, for {}", level.word(), area.word());
        } else if (what.equals("reset") && words == 1) {
            logs.reset();
            LOG.info("the levels of the log are those of the configuration again");
        } else if (words > 0) {
            throw new AdminException("log, log level LEVEL, log level AREA LEVEL, or log reset");
        }
        return shown();
    }

    private static <T> T word(String written, Map<String, T> words, String what) throws AdminException {
        T found = words.get(written);
        if (found == null) {
            throw new AdminException("there is no " + what + " " + Printable.clipped(written)
                    + Nearest.hint(written, words.keySet()) + "; there are " + String.join(", ", words.keySet()));
        }
        return found;
    }

    private String shown() {
        StringBuilder lines = new StringBuilder();
        LogSettings settings = logs.settings();
        logs.levels().forEach((area, level) -> {
            LogLevel configured = settings.levels().getOrDefault(area, settings.level());
            lines.append(String.format("%-12s%s", area.word(), level.word()))
                    .append(level == configured ? "" : " (configured: " + configured.word() + ")")
                    .append('\n');
        });
        return lines.toString();
    }
}
