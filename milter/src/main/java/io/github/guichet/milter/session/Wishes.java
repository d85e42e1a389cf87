package io.github.guichet.milter.session;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a filter wants of an MTA. The less, the better: each event that is reported costs Postfix a write, each one that is answered a
 * wait. What an MTA does not offer to leave out comes all the same, and is answered by the connection itself.
 *
 * @param events those to be told of; {@link Event#END_OF_MESSAGE} always is
 * @param answered those of them at which the filter may say anything but "continue"; at the others its answer is not looked at
 * @param changes what it may change at the end of a message
 * @param macros by stage, without braces: {@code auth_authen}, {@code i}. Stages without an entry have none. An MTA that lets nobody
 *     choose sends its usual ones, so a macro may come at another stage, and unknown ones may come
 * @param leadingSpace whether values of fields are to come, and are given, with the white space behind the colon
 * @param rejectedRecipients whether recipients that the MTA refuses are reported too
 */
public record Wishes(
        Set<Event> events,
        Set<Event> answered,
        Set<ChangeKind> changes,
        Map<MacroStage, List<String>> macros,
        boolean leadingSpace,
        boolean rejectedRecipients) {

    /** Keeps copies. */
    public Wishes {
        events = Set.copyOf(events);
        answered = Set.copyOf(answered);
        changes = Set.copyOf(changes);
        macros = Map.copyOf(macros);
    }

    /** Whether whoever is told this is told all that is asked for here. */
    public boolean cover(Wishes others) {
        return events.containsAll(others.events)
                && answered.containsAll(others.answered)
                && changes.containsAll(others.changes)
                && (leadingSpace || !others.leadingSpace)
                && (rejectedRecipients || !others.rejectedRecipients)
                && others.macros.entrySet().stream()
                        .allMatch(stage ->
                                macros.getOrDefault(stage.getKey(), List.of()).containsAll(stage.getValue()));
    }
}
