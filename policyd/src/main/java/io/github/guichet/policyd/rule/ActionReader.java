package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.CleanText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an action as check_table_result() of Postfix's smtpd does, and refuses what Postfix would take for something else than what it
 * looks like.
 */
final class ActionReader {

    private static final int LONGEST = 400;
    private static final Pattern STATUS = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3}(?= |$)");
    private static final Pattern HEADER = Pattern.compile("[!-9;-~]+ *: *");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]\\S*@[^@\\s]+");
    private static final Pattern DESTINATION = Pattern.compile("[A-Za-z0-9_.-]+:\\S*");

    private final String action;
    private final String word;
    /** Where the argument begins. */
    private final int argument;

    private ActionReader(String action) {
        this.action = action;
        int blank = 0;
        while (blank < action.length() && action.charAt(blank) != ' ') {
            blank++;
        }
        word = action.substring(0, blank);
        int start = blank;
        while (start < action.length() && action.charAt(start) == ' ') {
            start++;
        }
        argument = start;
    }

    static ActionTemplate read(String written) throws ActionException {
        checkText(written);
        ActionReader reader = new ActionReader(written.stripTrailing().replace('\t', ' '));
        Optional<ActionVerb> verb = ActionVerb.of(reader.word);
        if (verb.isPresent()) {
            return reader.verb(verb.get());
        }
        return isDigits(reader.word) ? reader.code() : reader.restrictions();
    }

    private static void checkText(String written) throws ActionException {
        if (written.isBlank()) {
            throw new ActionException(0, "an action must not be empty: Postfix would accept the mail");
        }
        if (isBlank(written.charAt(0))) {
            throw new ActionException(
                    0, "an action must not begin with a blank: Postfix would take it for a list of restrictions");
        }
        if (written.length() > LONGEST) {
            throw new ActionException(LONGEST, "an action must not be longer than " + LONGEST + " characters");
        }
        for (int i = 0; i < written.length(); i++) {
            if (Character.isISOControl(written.charAt(i)) && written.charAt(i) != '\t') {
                throw new ActionException(i, "an action must not have control characters");
            }
        }
        if (!CleanText.isClean(written.replace('\t', ' '))) {
            throw new ActionException(0, "an action must not have characters that cannot be seen");
        }
    }

    private ActionTemplate verb(ActionVerb verb) throws ActionException {
        String text = action.substring(argument);
        return switch (verb.argument()) {
            case TEXT -> template(verb.decision(), verb.name(), 0);
            case REPLY -> reply(verb.decision(), verb.name(), verb == ActionVerb.REJECT ? '5' : '4');
            case HEADER -> header(verb, text);
            case ADDRESS -> fixed(verb, text, ADDRESS, "user@domain");
            case DESTINATION -> fixed(verb, text, DESTINATION, "transport:destination");
        };
    }

    /** A text with which an enhanced status code may come. */
    private ActionTemplate reply(Decision decision, String verb, char digit) throws ActionException {
        Matcher status = STATUS.matcher(action).region(argument, action.length());
        if (status.lookingAt()) {
            if (status.group(1).charAt(0) != digit) {
                throw new ActionException(
                        argument,
                        "the status code must begin with " + digit + " behind " + verb + ", as Postfix would make it");
            }
            return template(decision, verb, status.end() - argument);
        }
        if (argument < action.length() && action.charAt(argument) == '{') {
            // Else a value that begins like a status code would become it; this is the one that Postfix takes if there
            // is none.
            return ActionTemplate.read(decision, verb + " " + digit + ".7.1 ", action, argument);
        }
        return template(decision, verb, 0);
    }

    private ActionTemplate code() throws ActionException {
        if (word.length() != 3 || (word.charAt(0) != '4' && word.charAt(0) != '5')) {
            throw new ActionException(0, "a reply code must be 4NN or 5NN; Postfix accepts the mail for other numbers");
        }
        if (argument == action.length()) {
            throw new ActionException(0, "a reply code needs a text behind it; without one Postfix accepts the mail");
        }
        boolean rejects = word.charAt(0) == '5';
        return reply(rejects ? Decision.REJECT : Decision.DEFER, word, word.charAt(0));
    }

    private ActionTemplate header(ActionVerb verb, String text) throws ActionException {
        Matcher header = HEADER.matcher(text);
        if (!header.lookingAt() || header.group().indexOf('{') >= 0) {
            throw new ActionException(argument, "PREPEND needs a header behind it: \"PREPEND Name: value\"");
        }
        return template(verb.decision(), verb.name(), header.end());
    }

    /** Where a mail goes must not depend on what a client says, so there are no placeholders. */
    private ActionTemplate fixed(ActionVerb verb, String text, Pattern form, String example) throws ActionException {
        int brace = text.indexOf('{');
        if (brace >= 0) {
            throw new ActionException(
                    argument + brace, verb + " takes no placeholders: a client could say where the mail goes");
        }
        if (!form.matcher(text).matches()) {
            throw new ActionException(argument, verb + " needs " + example + " behind it; else Postfix ignores it");
        }
        return template(verb.decision(), verb.name(), text.length());
    }

    private ActionTemplate restrictions() throws ActionException {
        int brace = action.indexOf('{');
        if (brace >= 0) {
            throw new ActionException(brace, "there are no placeholders in a list of restrictions");
        }
        Restrictions.check(action);
        return ActionTemplate.literal(Decision.OTHER, action);
    }

    /**
     * Puts the verb before the rest.
     *
     * @param fixed how much of the argument is literal
     */
    private ActionTemplate template(Decision decision, String verb, int fixed) throws ActionException {
        if (argument == action.length()) {
            return ActionTemplate.literal(decision, verb);
        }
        int from = argument + fixed;
        return ActionTemplate.read(decision, verb + " " + action.substring(argument, from), action, from);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
