package io.github.guichet.milter.check;

import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Objects to mail whose header says that it is from somebody whom the login may not send as, check {@code "header-from"}. It looks only at
 * mail of somebody who logged in: what others claim is for SPF, DKIM and DMARC to judge.
 *
 * <p>A field that not every reader reads alike is judged by all that any of them might see in it. An address without a domain is
 * asked as such, because Postfix appends its {@code $myorigin} to it as it does in an envelope.
 */
public final class HeaderFromCheck implements Check {

    /** More addresses are nothing that anybody writes a mail as; each one may be a question to a source. */
    static final int MOST_ADDRESSES = 50;

    private static final Set<String> FACTS = Set.of("sasl_username");

    private final AddressRights rights;
    private final HeaderFromCheckConfig config;
    private final List<SenderField> fields;
    private final FromRepair repair;
    private final Needs needs;

    /** A check by these rights. */
    public HeaderFromCheck(SendAs rights, HeaderFromCheckConfig config) {
        this.rights = new AddressRights(rights, config.exceptions(), config.address());
        this.config = config;
        this.fields = config.fields().stream().sorted().toList();
        this.repair = new FromRepair(config.address(), !config.fields().contains(SenderField.REPLY_TO));
        this.needs = needs(config);
    }

    private static Needs needs(HeaderFromCheckConfig config) {
        Set<String> names = new HashSet<>();
        config.fields().forEach(field -> names.add(field.key()));
        if (!config.rewrite()) {
            return new Needs(FACTS, names, false, Set.of());
        }
        return new Needs(
                FACTS,
                names,
                Set.of(SenderField.REPLY_TO.key()),
                false,
                Set.of(ChangeKind.ADD_FIELD, ChangeKind.CHANGE_FIELD));
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        String login = message.login();
        if (login.isEmpty()) {
            return Verdict.PASSED;
        }
        if (fields.stream().anyMatch(field -> message.fields().incomplete(field.key()))) {
            return CompletableFuture.completedFuture(Refusals.tooMuchHeader());
        }
        List<Claim> claims = new ArrayList<>(fields.size());
        Set<String> addresses = new LinkedHashSet<>(4);
        for (SenderField field : fields) {
            Claim.read(message.fields(), field, config).ifPresent(claim -> {
                claims.add(claim);
                addresses.addAll(claim.addresses());
            });
        }
        if (addresses.size() > MOST_ADDRESSES) {
            return CompletableFuture.completedFuture(Refusals.objection(
                    "this message is from " + addresses.size() + " addresses: send it from one of your own",
                    "more than " + MOST_ADDRESSES + " addresses",
                    List.of()));
        }
        boolean hasReplyTo = config.rewrite() && message.fields().count(SenderField.REPLY_TO.key()) > 0;
        CompletableFuture<AddressRights.Standing> standing = rights.ask(login, addresses);
        return standing.isDone()
                ? verdict(login, claims, standing.join(), hasReplyTo)
                : standing.thenCompose(late -> verdict(login, claims, late, hasReplyTo));
    }

    /**
     * A definite refusal stands whatever else nobody could say. What the login's rights would allow to put right is put off until they are
     * known.
     */
    private CompletableFuture<Verdict> verdict(
            String login, List<Claim> claims, AddressRights.Standing standing, boolean hasReplyTo) {
        boolean objection = !standing.refused().isEmpty()
                || claims.stream().anyMatch(claim -> claim.problem().isPresent());
        if (!objection) {
            return standing.unavailable()
                    .<CompletableFuture<Verdict>>map(
                            reason -> CompletableFuture.completedFuture(new Verdict.Unavailable(reason)))
                    .orElse(Verdict.PASSED);
        }
        FromObjection found = FromObjection.of(login, claims, standing);
        Verdict.Objection refused = Refusals.objection(found.text(), found.reason(), List.of());
        List<Modification> changes = config.rewrite() && FromRepair.isAddress(login)
                ? repair.changes(login, found.bad(), hasReplyTo)
                : List.of();
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(refused);
        }
        boolean sure = standing.unavailable().isEmpty(); // else what may be right would be changed too
        return rights.may(login, login).thenApply(own -> {
            if (own instanceof SendAsVerdict.Refused) {
                return refused;
            }
            return sure && own instanceof SendAsVerdict.Allowed
                    ? Refusals.objection(found.text(), found.reason(), changes)
                    : Refusals.notNow(found.reason() + ", which nobody can put right now");
        });
    }
}
