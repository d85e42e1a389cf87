package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.condition.Placeholders;
import io.github.guichet.lookup.condition.TemplateException;
import io.github.guichet.lookup.condition.TextTemplate;
import io.github.guichet.server.Nearest;
import java.util.Optional;
import java.util.Set;

/**
 * An action of access(5) as a configuration has it, which may hold placeholders in its text: <code>{sender}</code>,
 * <code>{recipient}</code>, <code>{login}</code>, <code>{client}</code>, <code>{client_name}</code>, <code>{helo}</code>,
 * <code>{size}</code>, <code>{queue_id}</code>, <code>{rule}</code>, <code>{reason}</code> and <code>{attribute:NAME}</code>.
 *
 * <p>No value can change what kind of action it is: there are no placeholders in the verb, the reply code, the status code, the name
 * of a header, or where a mail is sent; values are one line, cleaned and clipped. Immutable.
 */
public final class ActionTemplate {

    private static final int LONGEST_VALUE = 160;
    /** Postfix cuts a reply at 510 bytes, and puts the recipient before the text. */
    private static final int LONGEST = 450;

    private static final Placeholders PLACEHOLDERS = new Placeholders(Placeholders.OF_MAIL, Set.of(), Nearest::hint);

    private final Decision decision;
    private final TextTemplate template;
    /** The action, if it is the same for all requests. */
    private final Optional<Action> constant;

    private ActionTemplate(Decision decision, TextTemplate template) {
        this.decision = decision;
        this.template = template;
        this.constant = template.isConstant()
                ? Optional.of(new Action(decision, template.fill(fact -> "", "", "", 0)))
                : Optional.empty();
    }

    /** An action without placeholders. */
    static ActionTemplate literal(Decision decision, String action) {
        return new ActionTemplate(decision, TextTemplate.literal(action));
    }

    /** Parameters as in {@link TextTemplate#read(String, String, int, Placeholders)}. */
    static ActionTemplate read(Decision decision, String before, String action, int from) throws ActionException {
        try {
            return new ActionTemplate(decision, TextTemplate.read(before, action, from, PLACEHOLDERS));
        } catch (TemplateException e) {
            throw new ActionException(e.offset(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads an action.
     *
     * @param action as in a table of access(5)
     * @throws ActionException for what Postfix would not understand, or would take for something else
     */
    public static ActionTemplate parse(String action) throws ActionException {
        return ActionReader.read(action);
    }

    /** What kind of action it is. */
    public Decision decision() {
        return decision;
    }

    /**
     * The action for one request.
     *
     * @param rule the rule's name
     * @param reason why, as the check says it
     */
    public Action fill(PolicyRequest request, String rule, String reason) {
        if (constant.isPresent()) {
            return constant.get();
        }
        return new Action(decision, CleanText.of(template.fill(request, rule, reason, LONGEST_VALUE), LONGEST));
    }
}
