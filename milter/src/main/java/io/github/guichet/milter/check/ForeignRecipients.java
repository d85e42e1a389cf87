package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.AnyTable;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a message goes where its sender may write to: to the site's own domains, and to what a map says of him. Recipients are read as
 * Postfix will read them, so that no spelling gets around it; one without a domain is at home.
 */
final class ForeignRecipients {

    /**
     * Domains that are asked of one message. They are asked one after the other, also when nobody waits any more, so a message to a
     * thousand must not keep a source busy that is slow already.
     */
    static final int MOST_DOMAINS = 100;

    /** More routing than that in one address goes nowhere that anybody can tell. */
    private static final int MOST_ROUTES = 20;

    private final AnyTable domains;
    private final Optional<SenderMap> allowed;
    private final AddressConfig address;

    ForeignRecipients(RecipientsCheckConfig config) {
        this.domains = new AnyTable(config.domains());
        this.allowed = config.foreignMap().map(SenderMap::new);
        this.address = config.address();
    }

    /** Looks at all recipients; complete already unless a source has to be asked. */
    CompletableFuture<Verdict> check(MailMessage message) {
        List<MailAddress> foreign = new ArrayList<>();
        for (String recipient : message.recipients()) {
            MailAddress to = recipient.isEmpty() ? new MailAddress("", "") : EnvelopeAddress.of(recipient, address);
            if (isElsewhere(to)) {
                foreign.add(to);
                addRoutes(to, foreign);
            }
        }
        boolean all = message.recipients().size() == message.recipientCount();
        return foreign.isEmpty() && all ? Verdict.PASSED : ask(message, foreign, 0, new HashMap<>());
    }

    private boolean isElsewhere(MailAddress to) {
        return to.hasDomain() && !address.isLocal(CaseFold.fold(to.domain()));
    }

    /** Where {@code bob%example.com@example.org} goes if example.org is in {@code $mydestination}, which nobody may have said here. */
    private void addRoutes(MailAddress to, List<MailAddress> foreign) {
        MailAddress outer = to;
        for (int i = 0; isRouted(outer.local()); i++) {
            if (i == MOST_ROUTES) {
                foreign.add(new MailAddress(outer.local(), ""));
                return;
            }
            MailAddress inner = EnvelopeAddress.of(outer.local(), address);
            if (inner.local().length() >= outer.local().length()) {
                return;
            }
            if (isElsewhere(inner)) {
                foreign.add(inner);
            }
            outer = inner;
        }
    }

    private static boolean isRouted(String local) {
        return local.indexOf('@') >= 0 || local.indexOf('!') >= 0 || local.indexOf('%') >= 0;
    }

    /** Each domain is asked once, as long as there are not too many. */
    private CompletableFuture<Verdict> ask(
            MailMessage message, List<MailAddress> recipients, int from, Map<String, Answer> known) {
        for (int i = from; i < recipients.size(); i++) {
            String domain = MailAddress.domainIdentity(recipients.get(i).domain());
            if (known.containsKey(domain)) {
                continue;
            }
            if (known.size() == MOST_DOMAINS) {
                break;
            }
            if (!KeyCheck.canExist(domain)) {
                known.put(domain, Answer.NOT_FOUND);
                continue;
            }
            CompletableFuture<Answer> answer = domains.find(domain);
            if (!answer.isDone()) {
                int next = i + 1;
                return answer.thenCompose(late -> {
                    known.put(domain, late);
                    return ask(message, recipients, next, known);
                });
            }
            known.put(domain, answer.join());
        }
        return except(message, recipients, known);
    }

    private CompletableFuture<Verdict> except(
            MailMessage message, List<MailAddress> recipients, Map<String, Answer> known) {
        List<MailAddress> rest = recipients.stream()
                .filter(to ->
                        answer(to, known).filter(Answer.Found.class::isInstance).isEmpty())
                .toList();
        boolean all = message.recipients().size() == message.recipientCount();
        if (rest.isEmpty() && all) {
            return Verdict.PASSED;
        }
        if (allowed.isEmpty()) {
            return judge(rest, known, all);
        }
        CompletableFuture<Answer> list = allowed.get().find(message);
        return list.isDone()
                ? except(list.join(), rest, known, all)
                : list.thenCompose(late -> except(late, rest, known, all));
    }

    private CompletableFuture<Verdict> except(
            Answer list, List<MailAddress> recipients, Map<String, Answer> known, boolean all) {
        if (list instanceof Answer.Unavailable unavailable) {
            return unavailable(unavailable);
        }
        if (!(list instanceof Answer.Found found)) {
            return judge(recipients, known, all);
        }
        LoginList mayWriteTo = new LoginList(found.value(), address);
        return judge(
                recipients.stream().filter(to -> !isIn(mayWriteTo, to)).toList(),
                known,
                all || mayWriteTo.holdsEverybody());
    }

    private boolean isIn(LoginList list, MailAddress recipient) {
        return list.holds(recipient) || list.holds(recipient.bare(address));
    }

    /** One that is foreign for certain says enough; else one of which nobody can say decides. */
    private static CompletableFuture<Verdict> judge(
            List<MailAddress> recipients, Map<String, Answer> known, boolean all) {
        List<MailAddress> foreign = recipients.stream()
                .filter(to -> answer(to, known)
                        .filter(Answer.NotFound.class::isInstance)
                        .isPresent())
                .toList();
        if (!foreign.isEmpty()) {
            return objection(foreign);
        }
        for (MailAddress to : recipients) {
            if (answer(to, known).orElse(Answer.NOT_FOUND) instanceof Answer.Unavailable unavailable) {
                return unavailable(unavailable);
            }
        }
        return all && recipients.stream().allMatch(to -> answer(to, known).isPresent())
                ? Verdict.PASSED
                : CompletableFuture.completedFuture(Refusals.objection(
                        "this message has more recipients than can be checked: send it to fewer at a time",
                        "more recipients than can be checked",
                        List.of()));
    }

    private static CompletableFuture<Verdict> objection(List<MailAddress> foreign) {
        String first = Refusals.shown(foreign.get(0).external());
        String others = foreign.size() == 1 ? "" : " and " + (foreign.size() - 1) + " other recipients";
        return CompletableFuture.completedFuture(Refusals.objection(
                "you may not write to <" + first + ">" + others
                        + ": only to addresses of this site, or ask your administrator for the right to write to others",
                foreign.size() == 1 ? "a foreign recipient" : foreign.size() + " foreign recipients",
                List.of()));
    }

    /** Nothing if there were too many domains to ask. */
    private static Optional<Answer> answer(MailAddress recipient, Map<String, Answer> known) {
        return Optional.ofNullable(known.get(MailAddress.domainIdentity(recipient.domain())));
    }

    private static CompletableFuture<Verdict> unavailable(Answer.Unavailable why) {
        return CompletableFuture.completedFuture(new Verdict.Unavailable(why.reason()));
    }
}
