package io.github.guichet.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The running daemon as {@code guichet status --json} shows it; asked once. */
public final class RunningDaemon {

    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"\\\\]*)\"");
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d{1,10})");
    private static final Pattern UPTIME = Pattern.compile("\"uptime-seconds\":(\\d{1,12})");
    private static final Pattern CONFIGURED = Pattern.compile("\"configured\":\"([^\"\\\\]*)\"");
    private static final Pattern BYTES = Pattern.compile("\"bytes\":(\\d{1,15})");
    private static final Pattern SOURCE = Pattern.compile("\\{[^{}]*\"state\":\"down\"[^{}]*");

    /** What came of asking. */
    public sealed interface Answer {
        /** It answered with this JSON object. */
        record Status(String json) implements Answer {}

        /** It does not run, or does not answer. */
        record NotRunning(String why) implements Answer {}

        /** The configuration has no section [admin], so nobody can ask. */
        record NotAskable() implements Answer {}
    }

    private final Supplier<Answer> question;
    private Optional<Answer> answer = Optional.empty();

    /**
     * A daemon.
     *
     * @param question asks; blocks for some seconds at most
     */
    public RunningDaemon(Supplier<Answer> question) {
        this.question = question;
    }

    synchronized Answer answer() {
        if (answer.isEmpty()) {
            answer = Optional.of(question.get());
        }
        return answer.get();
    }

    /** Its process id. */
    long pid() throws CannotLookException {
        return number(PID).orElseThrow(() -> CannotLookException.absent("no running guichet can be looked at"));
    }

    /** Its version. */
    Optional<String> version() {
        return json().flatMap(json -> group(VERSION, json));
    }

    /** How long it has been running. */
    Optional<Duration> uptime() {
        return number(UPTIME).map(Duration::ofSeconds);
    }

    /** When it read its configuration, if it says so. */
    Optional<Instant> configured() {
        return json().flatMap(json -> group(CONFIGURED, json)).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    /** What its caches hold, in bytes. */
    long cached() {
        return json().stream()
                .flatMap(json -> BYTES.matcher(json).results())
                .mapToLong(m -> Long.parseLong(m.group(1)))
                .sum();
    }

    /** The sources that it calls down, each with its reason. */
    List<String> down() {
        List<String> down = new ArrayList<>();
        json().ifPresent(json -> SOURCE.matcher(json).results().forEach(m -> {
            String name =
                    group(Pattern.compile("\"name\":\"([^\"]*)\""), m.group()).orElse("?");
            String reason = group(Pattern.compile("\"reason\":\"((?:[^\"\\\\]|\\\\.)*)\""), m.group())
                    .orElse("");
            down.add(name + ": " + reason);
        }));
        return down;
    }

    /** Whether it was asked in vain: it does not run. */
    public boolean isDown() {
        return answer() instanceof Answer.NotRunning;
    }

    Optional<String> json() {
        return answer() instanceof Answer.Status status ? Optional.of(status.json()) : Optional.empty();
    }

    private Optional<Long> number(Pattern pattern) {
        return json().flatMap(json -> group(pattern, json)).map(Long::parseLong);
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(String.valueOf(matcher.group(1))) : Optional.empty();
    }
}
