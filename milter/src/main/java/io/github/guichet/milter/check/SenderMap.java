package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.rule.MailMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a map says of who sends a message: of the login; else, as <code>@domain</code>, of all logins of its domain; else of the client's
 * address. Folded; a domain also in the form with A-labels.
 */
record SenderMap(Table map) {

    private static final CompletableFuture<Answer> NOT_FOUND = CompletableFuture.completedFuture(Answer.NOT_FOUND);

    /** Asks; complete already unless a source has to be asked. */
    CompletableFuture<Answer> find(MailMessage message) {
        List<String> keys = new ArrayList<>();
        add(keys, CaseFold.fold(message.login()));
        int at = message.login().lastIndexOf('@');
        if (at >= 0) {
            add(keys, "@" + MailAddress.domainIdentity(message.login().substring(at + 1)));
        }
        String client = message.fact("client_address");
        if (!client.equals("unknown")) {
            add(keys, client);
        }
        return ask(keys, 0);
    }

    private static void add(List<String> keys, String key) {
        if (KeyCheck.canExist(key) && !key.equals("@")) {
            keys.add(key);
        }
    }

    private CompletableFuture<Answer> ask(List<String> keys, int from) {
        for (int i = from; i < keys.size(); i++) {
            CompletableFuture<Answer> answer = map.lookup(keys.get(i), new Trail());
            if (!answer.isDone()) {
                int next = i + 1;
                return answer.thenCompose(late -> late instanceof Answer.NotFound ? ask(keys, next) : answer);
            }
            if (!(answer.join() instanceof Answer.NotFound)) {
                return answer;
            }
        }
        return NOT_FOUND;
    }
}
