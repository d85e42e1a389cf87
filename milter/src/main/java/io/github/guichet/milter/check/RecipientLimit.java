package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.server.RepeatedLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many recipients a message may have: what a map says of who sends it, else a number for all. */
final class RecipientLimit {

    private static final Logger LOG = LoggerFactory.getLogger(RecipientLimit.class);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int SHOWN = 80;

    private final OptionalInt usual;
    private final Optional<SenderMap> map;
    private final RepeatedLog log = new RepeatedLog(LOG);

    RecipientLimit(OptionalInt usual, Optional<Table> map) {
        this.usual = usual;
        this.map = map.map(SenderMap::new);
    }

    /** Whether a message has too many; complete already unless a source has to be asked. */
    CompletableFuture<Verdict> check(MailMessage message) {
        if (map.isEmpty()) {
            return judge(message.recipientCount(), usual);
        }
        int count = message.recipientCount();
        CompletableFuture<Answer> answer = map.get().find(message);
        return answer.isDone()
                ? judge(count, map.get().map(), answer.join())
                : answer.thenCompose(late -> judge(count, map.get().map(), late));
    }

    private CompletableFuture<Verdict> judge(int count, Table table, Answer answer) {
        if (answer instanceof Answer.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Verdict.Unavailable(unavailable.reason()));
        }
        if (!(answer instanceof Answer.Found found)) {
            return judge(count, usual);
        }
        String value = found.value().strip();
        if (value.equalsIgnoreCase("unlimited")) {
            return Verdict.PASSED;
        }
        if (NUMBER.matcher(value).matches()) {
            return judge(count, OptionalInt.of(Integer.parseInt(value)));
        }
        String what = "map " + table.name() + " has a limit that is neither a number nor \"unlimited\"";
        log.warn("limit", "{}: {}", what, CleanText.of(value, SHOWN));
        return CompletableFuture.completedFuture(new Verdict.Unavailable(what));
    }

    private static CompletableFuture<Verdict> judge(int count, OptionalInt most) {
        if (most.isEmpty() || count <= most.getAsInt()) {
            return Verdict.PASSED;
        }
        int limit = most.getAsInt();
        String text = limit == 0
                ? "you may not send mail"
                : "this message has " + count + " recipients, and may have " + limit
                        + ": send it to fewer at a time, or use a mailing list";
        return CompletableFuture.completedFuture(
                Refusals.objection(text, count + " recipients, " + limit + " allowed", List.of()));
    }
}
