package io.github.guichet.milter.check;

import io.github.guichet.milter.check.PrivacyCheckConfig.Received;
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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Hides what the header tells about the client of somebody who logged in, check {@code "privacy"}: where he is, and with what he writes.
 * Mail of others passes as it is.
 *
 * <p>The Received: field of the MTA that asks is not among those it sees: Postfix shows it to no filter, and leaves it out of the count
 * (milter8.c). That one can be shortened in Postfix only.
 *
 * <p>A Received: field that cannot be read, or is not held because there is too much header, is removed rather than kept.
 */
public final class PrivacyCheck implements Check {

    private static final String RECEIVED = "Received";
    private static final String RECEIVED_KEY = "received";

    private final PrivacyCheckConfig config;
    private final Needs needs;
    private final List<String> keys;
    /** All names, as they are written. */
    private final Set<String> touched;

    /** A check of this configuration. */
    public PrivacyCheck(PrivacyCheckConfig config) {
        this.config = config;
        this.keys = config.remove().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        Set<String> counted = new HashSet<>(keys);
        this.touched = new LinkedHashSet<>(config.remove());
        if (config.received() != Received.KEEP) {
            touched.add(RECEIVED);
        }
        if (config.received() == Received.REMOVE) {
            counted.add(RECEIVED_KEY);
        }
        this.needs = new Needs(
                Set.of("sasl_username"),
                config.received() == Received.SHORTEN ? Set.of(RECEIVED_KEY) : Set.of(),
                counted,
                false,
                Set.of(ChangeKind.CHANGE_FIELD));
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        if (message.login().isEmpty()) {
            return Verdict.PASSED;
        }
        Fields fields = message.fields();
        Optional<CompletableFuture<Verdict>> tooMany = FieldRemoval.tooMany(fields, touched);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        List<Modification> changes = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            int count = fields.count(keys.get(i));
            String name = config.remove().get(i);
            if (count > 0) {
                FieldRemoval.add(changes, name, count, Set.of());
                done.add(name);
            }
        }
        int received = config.received() == Received.KEEP ? 0 : fields.count(RECEIVED_KEY);
        if (received > 0 && hideReceived(fields, received, changes)) {
            done.add(RECEIVED);
        }
        return changes.isEmpty()
                ? Verdict.PASSED
                : CompletableFuture.completedFuture(new Verdict.Change(changes, "hid " + String.join(", ", done)));
    }

    /** Whether there was anything to hide. */
    private boolean hideReceived(Fields fields, int count, List<Modification> changes) {
        int before = changes.size();
        Set<Integer> kept = new HashSet<>();
        if (config.received() == Received.SHORTEN) {
            for (Field field : fields.named(RECEIVED_KEY)) {
                shorten(field, changes).ifPresent(kept::add);
            }
        }
        FieldRemoval.add(changes, RECEIVED, count, kept);
        return changes.size() > before;
    }

    /** The field's number if something of it stays. */
    private static Optional<Integer> shorten(Field field, List<Modification> changes) {
        String before = field.value().text();
        Optional<String> after = ShortReceived.of(before);
        if (after.isPresent() && !after.get().equals(before)) {
            changes.add(new Modification.ChangeField(RECEIVED, field.nth(), FieldValue.of(after.get())));
        }
        return after.map(any -> field.nth());
    }
}
