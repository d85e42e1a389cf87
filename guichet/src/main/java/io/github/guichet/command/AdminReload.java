package io.github.guichet.command;

import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.util.List;
import java.util.function.Function;

/** Answers {@code guichet reload}: a first line, {@code done} or {@code refused}, and what there is to say. */
final class AdminReload implements AdminCommand {

    static final String NAME = "reload";
    static final String FORCE = "force";
    static final String DONE = "done";
    static final String REFUSED = "refused";

    private final Function<Boolean, ReloadOutcome> reload;

    /**
     * The command.
     *
     * @param reload does it, by force or not
     */
    AdminReload(Function<Boolean, ReloadOutcome> reload) {
        this.reload = reload;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        if (!arguments.isEmpty() && !arguments.equals(List.of(FORCE))) {
            throw new AdminException("reload, or reload " + FORCE);
        }
        ReloadOutcome outcome = reload.apply(!arguments.isEmpty());
        StringBuilder text = new StringBuilder(outcome.done() ? DONE : REFUSED).append('\n');
        outcome.lines().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
