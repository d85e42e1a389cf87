package io.github.guichet.policyd.check;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Usage;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.PolicyRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What Postfix is told about limits, in words that say to the sender until when and what to do. */
final class RateTexts {

    private static final int LONGEST_NAME = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RateConfig config;

    RateTexts(RateConfig config) {
        this.config = config;
    }

    /** For one who may not send at all: no later time would help. */
    Action nothing(PolicyRequest request, String subject) {
        if (config.over() instanceof RateOver.Literal literal) {
            return literal.action().fill(request, config.rule(), nothingReason(subject));
        }
        return new Action(
                Decision.REJECT,
                "550 5.7.1 " + CleanText.of(subject, LONGEST_NAME)
                        + " is not allowed to send mail; ask your postmaster");
    }

    String nothingReason(String subject) {
        return CleanText.of(subject, LONGEST_NAME) + " may not send";
    }

    /** For one over a limit. */
    Action over(PolicyRequest request, String subject, Usage over, long amount, Duration wait, Instant now) {
        if (config.over() instanceof RateOver.Literal literal) {
            return literal.action().fill(request, config.rule(), overReason(subject, over));
        }
        String limit = limit(subject, over);
        if (config.over() instanceof RateOver.Hold) {
            return new Action(Decision.HOLD, "HOLD " + limit);
        }
        if (amount > over.limit().most()) {
            // It would never fit, however often it came.
            return new Action(
                    Decision.REJECT,
                    "550 5.7.1 " + limit + ", and this message alone has " + amount(amount)
                            + "; send it in smaller parts or ask your postmaster");
        }
        String until = "until " + TIME.format(now.plus(wait).plusSeconds(59)) + " (" + span(wait) + ")";
        if (config.over() instanceof RateOver.Reject) {
            return new Action(
                    Decision.REJECT,
                    "550 5.7.1 " + limit + ": nothing more is accepted " + until
                            + "; send it again after that, or ask your postmaster");
        }
        return new Action(
                Decision.DEFER,
                "450 4.7.1 " + limit + ": nothing more is accepted " + until
                        + "; it can be sent again after that; if you did not send this much, change your password");
    }

    String overReason(String subject, Usage over) {
        return over.used() + " of " + Limits.text(over.limit()) + " "
                + config.count().word() + " used by " + CleanText.of(subject, LONGEST_NAME);
    }

    private String limit(String subject, Usage over) {
        return "limit of " + amount(over.limit().most()) + " in "
                + span(over.limit().window()) + " reached by " + CleanText.of(subject, LONGEST_NAME);
    }

    private String amount(long count) {
        if (config.count() != RateConfig.Count.BYTES || count < 10 << 10) {
            String word = config.count().word();
            return count + " " + (count == 1 ? word.substring(0, word.length() - 1) : word);
        }
        return count < 10 << 20 ? (count >> 10) + " kB" : (count >> 20) + " MB";
    }

    /** A length of time in words, rounded up to the unit below that in which one would say it. */
    static String span(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        if (seconds < 120) {
            return of(seconds, "second");
        }
        long minutes = (seconds + 59) / 60;
        if (minutes < 120 && minutes != 60) {
            return of(minutes, "minute");
        }
        long hours = (minutes + 59) / 60;
        return hours < 48 && hours != 24 ? of(hours, "hour") : of((hours + 23) / 24, "day");
    }

    private static String of(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
