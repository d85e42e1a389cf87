package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.check.HeadersCheckConfig.Literal;
import io.github.guichet.milter.check.HeadersCheckConfig.Mapped;
import io.github.guichet.milter.check.HeadersCheckConfig.Subject;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Removes, replaces and adds fields, check {@code "headers"}: with a text, or with what a map knows of the login or the sender.
 *
 * <p>What a map does not know is left as it is; a text whose values are all empty, as <code>{login}</code> is where nobody logged in,
 * removes what it would have replaced, so that nobody can write such a field himself.
 */
public final class HeadersCheck implements Check {

    private static final int LONGEST_VALUE = 320;

    private final HeadersCheckConfig config;
    private final Needs needs;
    /** {@code set-map} and then {@code add-map}. */
    private final List<Mapped> mapped;

    /** A check of this configuration. */
    public HeadersCheck(HeadersCheckConfig config) {
        this.config = config;
        this.needs = needs(config);
        this.mapped = new ArrayList<>(config.setMap());
        mapped.addAll(config.addMap());
    }

    private static Needs needs(HeadersCheckConfig config) {
        Set<String> facts = new HashSet<>();
        Set<String> fields = new HashSet<>();
        config.remove().forEach(name -> fields.add(key(name)));
        config.set().forEach(field -> fields.add(key(field.name())));
        config.setMap().forEach(field -> fields.add(key(field.name())));
        config.set().forEach(field -> facts.addAll(field.text().facts()));
        config.add().forEach(field -> facts.addAll(field.text().facts()));
        config.setMap().forEach(field -> facts.add(fact(field.key())));
        config.addMap().forEach(field -> facts.add(fact(field.key())));
        Set<ChangeKind> changes = EnumSet.noneOf(ChangeKind.class);
        if (!fields.isEmpty()) {
            changes.add(ChangeKind.CHANGE_FIELD);
        }
        if (!facts.isEmpty() || !config.set().isEmpty() || !config.add().isEmpty()) {
            changes.add(ChangeKind.ADD_FIELD);
        }
        return new Needs(facts, Set.of(), fields, false, changes);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String fact(Subject key) {
        return key == Subject.LOGIN || key == Subject.LOGIN_DOMAIN ? "sasl_username" : "sender";
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        Optional<CompletableFuture<Verdict>> tooMany = FieldRemoval.tooMany(message.fields(), needs.counted());
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        FieldEdits edits = new FieldEdits(message.fields());
        config.remove().forEach(edits::remove);
        for (Literal field : config.set()) {
            edits.set(field.name(), text(field, message));
        }
        for (Literal field : config.add()) {
            edits.add(field.name(), text(field, message));
        }
        return ask(message, 0, edits);
    }

    private String text(Literal field, MailMessage message) {
        return field.text().fill(message, config.rule(), "", LONGEST_VALUE);
    }

    private CompletableFuture<Verdict> ask(MailMessage message, int from, FieldEdits edits) {
        for (int i = from; i < mapped.size(); i++) {
            String key = key(mapped.get(i).key(), message);
            if (!KeyCheck.canExist(key)) {
                continue;
            }
            Table map = mapped.get(i).map();
            CompletableFuture<Answer> answer = map.lookup(key, new Trail());
            int at = i;
            if (!answer.isDone()) {
                return answer.thenCompose(late -> late instanceof Answer.Unavailable unavailable
                        ? unavailable(unavailable)
                        : ask(message, at + 1, edited(edits, at, late)));
            }
            if (answer.join() instanceof Answer.Unavailable unavailable) {
                return unavailable(unavailable);
            }
            edited(edits, i, answer.join());
        }
        return edits.verdict();
    }

    private FieldEdits edited(FieldEdits edits, int at, Answer answer) {
        if (answer instanceof Answer.Found found) {
            String name = mapped.get(at).name();
            if (at < config.setMap().size()) {
                edits.set(name, found.value());
            } else {
                edits.add(name, found.value());
            }
        }
        return edits;
    }

    private static CompletableFuture<Verdict> unavailable(Answer.Unavailable why) {
        return CompletableFuture.completedFuture(new Verdict.Unavailable(why.reason()));
    }

    /** Empty if there is nobody to ask about; the null sender is nobody. */
    private String key(Subject key, MailMessage message) {
        return switch (key) {
            case LOGIN -> CaseFold.fold(message.login());
            case LOGIN_DOMAIN -> domain(message.login());
            case SENDER -> sender(message).external();
            case SENDER_DOMAIN -> MailAddress.domainIdentity(sender(message).domain());
        };
    }

    private MailAddress sender(MailMessage message) {
        String sender = message.sender();
        return KeyCheck.canExist(sender) ? EnvelopeAddress.of(sender, config.address()) : new MailAddress("", "");
    }

    private static String domain(String login) {
        int at = login.lastIndexOf('@');
        return at < 0 ? "" : MailAddress.domainIdentity(login.substring(at + 1));
    }
}
