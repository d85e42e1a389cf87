package io.github.guichet.command;

import io.github.guichet.json.Json;
import io.github.guichet.log.Printable;
import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Rule;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers {@code guichet decide}: {@code text} or {@code json}, then the attributes of a request. */
final class AdminDecide implements AdminCommand {

    static final String NAME = "decide";
    static final String TEXT = "text";
    static final String JSON = "json";

    private final LockoutDesk lockouts;
    private final Supplier<List<Rule>> rules;

    /**
     * The command.
     *
     * @param lockouts refuses locked accounts before any rule is asked
     * @param rules in order, made so that asking them counts nothing
     */
    AdminDecide(LockoutDesk lockouts, Supplier<List<Rule>> rules) {
        this.lockouts = lockouts;
        this.rules = rules;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        TypedRequest request = TypedRequest.parse(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
        List<RuleTrial> trials =
                rules.get().stream().map(rule -> RuleTrial.of(rule, request)).toList();
        Optional<Lockout> lockout = lockouts.lockout(request);
        String answer = (lockout.isPresent() ? LockoutDesk.REFUSAL : answer(trials)).text();
        if (arguments.contains(JSON)) {
            Json json = new Json();
            lockout.ifPresentOrElse(l -> json.field("locked-by", l.by()), () -> json.absent("locked-by"));
            json.list("rules", trials, AdminDecide::write);
            json.field("action", answer);
            return json.end() + "\n";
        }
        StringBuilder text = new StringBuilder();
        lockout.ifPresent(l -> text.append("the account is locked out by ")
                .append(Printable.clipped(l.by()))
                .append("; no rule is asked\n"));
        trials.forEach(trial -> text.append(trial.text()).append('\n'));
        return text.append("action=").append(answer).append('\n').toString();
    }

    /** What Postfix would be told. */
    private static Action answer(List<RuleTrial> trials) {
        Action logged = Action.DUNNO;
        for (RuleTrial trial : trials) {
            Action action = trial.rule().mode() == Mode.OBSERVE
                    ? Action.DUNNO
                    : trial.action().orElse(Action.DUNNO);
            if (action.decision() != Decision.DUNNO) {
                return action;
            }
            logged = logged.equals(Action.DUNNO) ? action : logged;
        }
        return logged;
    }

    private static void write(Json json, RuleTrial trial) {
        json.field("rule", trial.rule().name());
        json.field("mode", trial.rule().mode().toString());
        json.field("said", trial.said().name().toLowerCase(Locale.ROOT));
        trial.action().ifPresentOrElse(a -> json.field("action", a.text()), () -> json.absent("action"));
        json.field("reason", trial.reason());
    }
}
