package io.github.guichet.milter.check;

import io.github.guichet.milter.message.Field;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Removes Authentication-Results: that claim to be from this host, and adds a true one to mail of somebody who logged in, check {@code
 * "auth-results"} (RFC 8601). Fields of other hosts stay: whether to believe them is for the reader.
 *
 * <p>Where there is more header than is held, the fields that nobody could read are removed too: one of them might be a forged one.
 * What it adds is put at the very top, above the MTA's own Received:, as trace fields are.
 */
public final class AuthResultsCheck implements Check {

    private static final String NAME = "Authentication-Results";
    private static final String KEY = "authentication-results";
    private static final String LOGIN = "sasl_username";
    private static final String METHOD = "sasl_method";
    private static final String HOST = "server_name";
    /** {@code yes} if the sender said SMTPUTF8, so that the header may hold UTF-8. */
    private static final String UTF8 = "smtputf8";

    private static final CompletableFuture<Verdict> NAMELESS =
            CompletableFuture.completedFuture(new Verdict.Unavailable(
                    "the MTA did not say its name (macro j), so nobody knows which fields claim it: set authserv-id"));

    private final AuthResultsCheckConfig config;
    private final Needs needs;
    private final OwnAuthservIds configured;

    /** A check of this configuration. */
    public AuthResultsCheck(AuthResultsCheckConfig config) {
        this.config = config;
        this.needs = needs(config);
        List<String> ids = new ArrayList<>(config.also());
        config.authservId().ifPresent(ids::add);
        this.configured = new OwnAuthservIds(ids);
    }

    private static Needs needs(AuthResultsCheckConfig config) {
        Set<String> facts = new HashSet<>();
        Set<ChangeKind> changes = EnumSet.noneOf(ChangeKind.class);
        if (config.authservId().isEmpty()) {
            facts.add(HOST);
        }
        if (config.add()) {
            facts.add(LOGIN);
            facts.add(METHOD);
            changes.add(ChangeKind.ADD_FIELD);
            if (config.login()) {
                facts.add(UTF8);
            }
        }
        if (config.remove()) {
            changes.add(ChangeKind.CHANGE_FIELD);
        }
        return new Needs(facts, config.remove() ? Set.of(KEY) : Set.of(), false, changes);
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        int present = config.remove() ? message.fields().count(KEY) : 0;
        boolean adds = config.add() && !message.login().isEmpty();
        if (present == 0 && !adds) {
            return Verdict.PASSED;
        }
        String id = config.authservId().orElseGet(() -> message.fact(HOST));
        if (id.isEmpty()) {
            return NAMELESS;
        }
        Optional<CompletableFuture<Verdict>> tooMany =
                FieldRemoval.tooMany(message.fields(), present == 0 ? List.of() : List.of(NAME));
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        List<Modification> changes = new ArrayList<>();
        if (present > 0) {
            FieldRemoval.add(changes, NAME, present, kept(message.fields(), ids(id)));
        }
        int removed = changes.size();
        if (adds) {
            changes.add(new Modification.InsertField(0, NAME, FieldValue.of(value(message, id))));
        }
        return changes.isEmpty()
                ? Verdict.PASSED
                : CompletableFuture.completedFuture(new Verdict.Change(changes, reason(removed, adds)));
    }

    private String value(MailMessage message, String id) {
        return AuthResultsText.of(
                id,
                message.fact(METHOD),
                config.login() ? message.login() : "",
                config.login() && message.fact(UTF8).equals("yes"));
    }

    private OwnAuthservIds ids(String id) {
        if (config.authservId().isPresent()) {
            return configured;
        }
        List<String> all = new ArrayList<>(config.also());
        all.add(id);
        return new OwnAuthservIds(all);
    }

    /** The fields that were read and are not ours. */
    private static Set<Integer> kept(Fields fields, OwnAuthservIds own) {
        Set<Integer> kept = new HashSet<>();
        for (Field field : fields.named(KEY)) {
            if (!own.isClaimedBy(field.value().text())) {
                kept.add(field.nth());
            }
        }
        return kept;
    }

    private static String reason(int removed, boolean adds) {
        String what = "removed " + removed + " " + NAME + " in our name";
        return removed == 0 ? "added " + NAME : adds ? what + ", added one" : what;
    }
}
