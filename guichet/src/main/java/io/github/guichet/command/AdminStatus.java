package io.github.guichet.command;

import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.status.Status;
import io.github.guichet.status.TextStyle;
import java.util.ArrayList;
import java.util.List;

/** Answers {@code guichet status}: a first line, {@code healthy} or {@code unhealthy}, and the text to print. */
final class AdminStatus implements AdminCommand {

    static final String NAME = "status";
    static final String HEALTHY = "healthy\n";
    static final String UNHEALTHY = "unhealthy\n";
    static final String JSON = "json";

    private static final String COLUMNS = "columns=";
    private static final String ROWS = "rows=";
    private static final String UNICODE = "unicode";
    private static final String TERMINAL = "terminal";
    private static final String COLOUR = "colour";

    private final Status status;

    AdminStatus(Status status) {
        this.status = status;
    }

    /** The words with which the text for such a place is asked for. */
    static List<String> arguments(TextStyle style) {
        List<String> words = new ArrayList<>(List.of(COLUMNS + style.columns(), ROWS + style.rows()));
        if (style.unicode()) {
            words.add(UNICODE);
        }
        if (style.terminal()) {
            words.add(TERMINAL);
        }
        if (style.colour()) {
            words.add(COLOUR);
        }
        return words;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        Status.Rendered rendered = arguments.contains(JSON)
                ? status.json()
                : status.text(new TextStyle(
                        number(arguments, COLUMNS, TextStyle.MOST_COLUMNS),
                        number(arguments, ROWS, 0),
                        arguments.contains(UNICODE),
                        arguments.contains(TERMINAL),
                        arguments.contains(COLOUR)));
        return (rendered.healthy() ? HEALTHY : UNHEALTHY) + rendered.text();
    }

    private static int number(List<String> arguments, String name, int otherwise) throws AdminException {
        for (String argument : arguments) {
            if (argument.startsWith(name)) {
                String value = argument.substring(name.length());
                if (!value.matches("[0-9]{1,6}")) {
                    throw new AdminException("status: " + name + " needs a number");
                }
                return Integer.parseInt(value);
            }
        }
        return otherwise;
    }
}
