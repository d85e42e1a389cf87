package io.github.guichet.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of mail: the reply to each recipient, and where the message ends. Two installations are alike if this is equal. */
public final class Outcomes {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Outcomes() {}

    /**
     * Sends each recipient a message of its own and waits until the queue is empty.
     *
     * @param sinks where mail can end up
     * @return for each recipient the refusal as it was worded, or {@code 250 -> } and the final recipients, sorted
     */
    public static Map<String, String> of(PostfixServer postfix, List<SmtpSink> sinks, List<String> recipients)
            throws IOException {
        Map<String, String> subjects = new TreeMap<>();
        Map<String, String> outcomes = new TreeMap<>();
        try (SmtpDialogue dialogue = SmtpDialogue.connect(postfix.port())) {
            for (String recipient : recipients) {
                String subject = "message " + NUMBER.incrementAndGet();
                List<SmtpDialogue.Reply> replies = dialogue.message("sender@client.test", List.of(recipient), subject);
                SmtpDialogue.Reply reply = replies.get(0);
                if (reply.ok()) {
                    subjects.put(recipient, subject);
                    outcomes.put(recipient, replies.get(1).code() == 250 ? "250" : "end of data: " + replies.get(1));
                } else {
                    outcomes.put(recipient, reply.toString());
                }
            }
        }
        postfix.awaitEmptyQueue();
        subjects.forEach((recipient, subject) -> {
            List<String> ends = new ArrayList<>();
            sinks.forEach(sink -> ends.addAll(sink.recipientsOf(subject)));
            ends.sort(null);
            outcomes.merge(recipient, " -> " + String.join(" ", ends), String::concat);
        });
        return outcomes;
    }
}
