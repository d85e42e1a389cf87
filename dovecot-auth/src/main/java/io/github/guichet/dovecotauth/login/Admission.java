package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountState;
import io.github.guichet.lookup.account.Accounts;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Decides whether somebody who has proven who he is may come in, and with which fields. */
final class Admission {

    /**
     * Somebody at the door.
     *
     * @param name what he called himself
     * @param asked the name that his record was found by
     * @param record with plain field names
     * @param master the master user that comes in his place. A master user comes in whatever the state of the account
     * @param password the one given, in the clear; a proxied account needs it
     * @param guess as in {@link Verdicts#guessed}
     */
    record Proven(
            GivenName name,
            String asked,
            AccountRecord record,
            Optional<String> master,
            Optional<String> password,
            Supplier<Fingerprint> guess) {

        /** Shows no password. */
        @Override
        public String toString() {
            return "Proven[" + name + "]";
        }
    }

    private final Accounts accounts;
    private final UserFields users;
    private final PassFields fields;
    private final ProxyHosts proxies;
    private final Aliases aliases;
    private final LockedNames locked;
    private final Verdicts verdicts;
    private final InstantSource clock;
    private final ZoneId zone;

    Admission(
            Accounts accounts,
            UserFields users,
            ProxyHosts proxies,
            Aliases aliases,
            LockedNames locked,
            Verdicts verdicts,
            InstantSource clock,
            ZoneId zone) {
        this.accounts = accounts;
        this.users = users;
        this.fields = new PassFields(accounts.states());
        this.proxies = proxies;
        this.aliases = aliases;
        this.locked = locked;
        this.verdicts = verdicts;
        this.clock = clock;
        this.zone = zone;
    }

    /** Decides, and ends the attempt. */
    CompletableFuture<LoginResult> admit(Attempt attempt, Proven proven) {
        AccountRecord record = FieldSuffixes.withDefaults(proven.record(), accounts.passwordDefaults());
        if (isLocked(attempt, proven, record)) {
            return CompletableFuture.completedFuture(verdicts.locked(attempt));
        }
        if (proven.master().isEmpty()) {
            Optional<LoginResult> refused = refused(attempt, proven, record);
            if (refused.isPresent()) {
                return CompletableFuture.completedFuture(refused.get());
            }
        }
        Optional<String> named = CanonicalUser.of(proven.asked(), record);
        if (named.isEmpty()) {
            return CompletableFuture.completedFuture(
                    verdicts.unavailable(attempt, "the record makes the user name empty"));
        }
        Optional<String> actsAs = record.field("login_user").filter(other -> !other.isEmpty());
        String user = actsAs.orElse(named.get());
        Optional<String> master = actsAs.isPresent() ? named : proven.master();
        aliases.learn(proven.asked(), user);
        Optional<AccountRecord> prefetched = prefetched(user, record);
        if (prefetched.isEmpty()) {
            return CompletableFuture.completedFuture(
                    verdicts.unavailable(attempt, "the userdb_ fields of the record cannot be used"));
        }
        return proxies.finished(fields.visible(record), attempt.request())
                .thenCompose(visible -> DelayUntil.held(visible, record, clock.instant()))
                .thenApply(visible -> visible.isEmpty()
                        ? verdicts.unavailable(attempt, "the name of the proxied host cannot be resolved")
                        : verdicts.accepted(
                                attempt,
                                proven.name().user(),
                                record.field(AccountState.APP_PASSWORD).filter(app -> accounts.states()),
                                master,
                                new LoginResult.Accepted(
                                        user,
                                        fields.complete(visible.get(), attempt.request(), proven, user, master),
                                        prefetched.get())));
    }

    /** By the name that was given, by the account's own, or by that of another account that it opens. */
    private boolean isLocked(Attempt attempt, Proven proven, AccountRecord record) {
        return attempt.lockout().isPresent()
                || CanonicalUser.of(proven.asked(), record).flatMap(locked::of).isPresent()
                || record.field("login_user").flatMap(locked::of).isPresent();
    }

    private Optional<LoginResult> refused(Attempt attempt, Proven proven, AccountRecord record) {
        if (record.has("fail")) {
            return Optional.of(verdicts.guessed(attempt, proven.guess(), "the record says fail"));
        }
        if (DelayUntil.isBad(record, clock.instant())) {
            return Optional.of(verdicts.guessed(attempt, proven.guess(), "the record's delay_until cannot be used"));
        }
        if (!AllowNets.allow(record, attempt.request())) {
            return Optional.of(verdicts.guessed(attempt, proven.guess(), "not from this network"));
        }
        AccountState state = accounts.states()
                ? AccountState.of(record, attempt.request().service(), clock.instant(), zone)
                : AccountState.OPEN;
        return switch (state) {
            case OPEN -> Optional.empty();
            case INACTIVE ->
                Optional.of(verdicts.refused(
                        attempt, Reason.DISABLED, text(record, "Account is disabled"), "account inactive"));
            case EXPIRED ->
                Optional.of(verdicts.refused(
                        attempt, Reason.EXPIRED, text(record, "Password expired"), "password expired"));
            case NO_SERVICE -> Optional.of(verdicts.guessed(attempt, proven.guess(), "wrong service"));
        };
    }

    private static String text(AccountRecord record, String otherwise) {
        return record.field("reason").filter(text -> !text.isEmpty()).orElse(otherwise);
    }

    /** Empty if there are such fields and they are of no use. */
    private Optional<AccountRecord> prefetched(String user, AccountRecord record) {
        AccountRecord raw = PassFields.prefetched(record);
        if (raw.fields().isEmpty()) {
            return Optional.of(AccountRecord.EMPTY);
        }
        AccountAnswer answer = users.finished(user, raw, Served.CACHE);
        return answer instanceof AccountAnswer.Found found
                ? Optional.of(found.first().only(name -> !name.equals("user")))
                : Optional.empty();
    }
}
