package io.github.guichet.command;

import io.github.guichet.json.Json;
import io.github.guichet.log.Printable;
import io.github.guichet.status.TextStyle;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Shows the status again and again until the process is told to end: on a terminal always in the same place, elsewhere one below the
 * other. That guichet is away is something to show, and no reason to end.
 */
final class StatusWatch {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

    /** Asks the running daemon. */
    @FunctionalInterface
    interface Question {
        /**
         * Asks.
         *
         * @return the reply with its verdict
         * @throws CommandFailure when nobody answers
         */
        String ask(TextStyle style) throws CommandFailure;
    }

    private final Question question;
    private final PrintWriter out;
    private final Duration interval;
    private final boolean json;
    private final boolean inPlace;
    private boolean ended;
    private String last = "";
    private String awaySince = "";

    /**
     * A watch.
     *
     * @param json one object a line instead of text
     * @param inPlace on a terminal that is cleared
     */
    StatusWatch(Question question, PrintWriter out, Duration interval, boolean json, boolean inPlace) {
        this.question = question;
        this.out = out;
        this.interval = interval;
        this.json = json;
        this.inPlace = inPlace;
    }

    /** Shows it until the process ends or nobody reads any more. */
    int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "guichet-watch-end"));
        write(inPlace ? Screen.BEGIN : "");
        while (!out.checkError()) {
            show();
            Thread.sleep(interval.toMillis());
        }
        return ExitStatus.OK;
    }

    /** Looks once. */
    void show() {
        if (inPlace) {
            Terminal.Size size = Terminal.size();
            TextStyle style =
                    new TextStyle(size.columns(), size.rows() - 1, Terminal.isUnicode(), true, Terminal.hasColours());
            write(Screen.of(lines(style), size.columns(), size.rows()));
        } else {
            write(block(new TextStyle(TextStyle.MOST_COLUMNS, 0, Terminal.isUnicode(), false, false)));
        }
    }

    /** What stands on the screen; the last line says what this is. */
    private List<String> lines(TextStyle style) {
        String now = TIME.format(Instant.now().atZone(ZoneId.systemDefault()));
        String every = "every " + interval.toSeconds() + " s; Ctrl-C ends";
        try {
            last = StatusCommand.withoutVerdict(question.ask(style));
            awaySince = "";
            return Screen.withFooter(last, now + ", " + every);
        } catch (CommandFailure e) {
            awaySince = awaySince.isEmpty() ? now : awaySince;
            String away = "AWAY since " + awaySince + ": " + Printable.escaped(String.valueOf(e.getMessage()));
            String before = last.isEmpty() ? "" : "\nWhat it was like before:\n" + last;
            return Screen.withFooter(away + "\n" + before, now + ", asking " + every);
        }
    }

    private String block(TextStyle style) {
        Instant now = Instant.now();
        String head = DATE.format(now.atZone(ZoneId.systemDefault())) + "\n";
        try {
            String text = StatusCommand.withoutVerdict(question.ask(style));
            return json ? text : head + text + "\n";
        } catch (CommandFailure e) {
            String why = Printable.escaped(String.valueOf(e.getMessage()));
            if (!json) {
                return head + "AWAY: " + why + "\n\n";
            }
            Json away = new Json();
            away.field("time", now.toString());
            away.field("away", why);
            return away.end() + "\n";
        }
    }

    private synchronized void write(String text) {
        if (!ended) {
            out.print(text);
            out.flush();
        }
    }

    /** Runs when the process was told to end: Ctrl-C is how one ends this, so it is no failure. */
    private synchronized void end() {
        ended = true;
        if (inPlace) {
            out.print(Screen.END);
            out.flush();
        }
        Runtime.getRuntime().halt(ExitStatus.OK);
    }
}
