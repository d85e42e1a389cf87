package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.CleanText;
import java.util.List;
import java.util.Optional;

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

    private final Decision decision;
    private final List<TextPart> parts;
    /** The action, if it is the same for all requests. */
    private final Optional<Action> constant;

    ActionTemplate(Decision decision, List<TextPart> parts) {
        this.decision = decision;
        this.parts = List.copyOf(parts);
        this.constant = parts.size() == 1 && parts.get(0) instanceof TextPart.Literal literal
                ? Optional.of(new Action(decision, literal.text()))
                : Optional.empty();
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
        StringBuilder text = new StringBuilder();
        for (TextPart part : parts) {
            text.append(text(part, request, rule, reason));
        }
        return new Action(decision, CleanText.of(text.toString(), LONGEST));
    }

    private static String text(TextPart part, PolicyRequest request, String rule, String reason) {
        if (part instanceof TextPart.Literal literal) {
            return literal.text();
        }
        if (part instanceof TextPart.Attribute attribute) {
            return CleanText.of(request.fact(attribute.name()), LONGEST_VALUE);
        }
        return CleanText.of(part instanceof TextPart.RuleName ? rule : reason, LONGEST_VALUE);
    }
}
