package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Objects to names in front of an address that say they were another address, or of a domain that is hosted here, check {@code
 * "display-name"}: many readers show the name alone. It looks at all mail; conditions restrict it. Comments and the names of groups are
 * shown as names are, and count as such.
 */
public final class DisplayNameCheck implements Check {

    /** More addresses and domains stand in no name; each one may be a question to a source. */
    static final int MOST_NAMED = 30;

    /** Of which a message can have only one; more are not worth reading, they may be a whole header full. */
    static final int MOST_FIELDS = 3;

    private final Optional<AddressRights> rights;
    private final HostedDomains hosted;
    private final DisplayNameCheckConfig config;
    private final List<SenderField> fields;
    private final Needs needs;

    /**
     * A check.
     *
     * @param rights what somebody who logged in may send as, and so may have in a name; empty = only the address itself
     */
    public DisplayNameCheck(Optional<SendAs> rights, DisplayNameCheckConfig config) {
        this.rights = rights.map(known -> new AddressRights(known, List.of(), config.address()));
        this.hosted = new HostedDomains(config.domains());
        this.config = config;
        this.fields = config.fields().stream().sorted().toList();
        Set<String> names = new HashSet<>();
        fields.forEach(field -> names.add(field.key()));
        this.needs = new Needs(rights.isPresent() ? Set.of("sasl_username") : Set.of(), names, false, Set.of());
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        if (fields.stream().anyMatch(field -> message.fields().incomplete(field.key()))) {
            return CompletableFuture.completedFuture(Refusals.tooMuchHeader());
        }
        for (SenderField field : fields) {
            if (field.isOnce() && message.fields().count(field.key()) > MOST_FIELDS) {
                return CompletableFuture.completedFuture(Refusals.objection(
                        Refusals.moreThanOne(field),
                        "more than " + MOST_FIELDS + " " + field.header() + ":",
                        List.of()));
            }
        }
        List<NameClaim> claims = new ArrayList<>(2);
        fields.forEach(field -> claims.addAll(NameClaim.read(message.fields(), field)));
        if (claims.isEmpty()) {
            return Verdict.PASSED;
        }
        Set<String> foreign = new LinkedHashSet<>();
        int domains = 0;
        boolean more = false;
        for (NameClaim claim : claims) {
            claim.foreignAddresses(config.address()).forEach(address -> foreign.add(address.external()));
            domains += claim.names().domains().size();
            more |= claim.names().tooMany();
        }
        if (more || foreign.size() + domains > MOST_NAMED) {
            return CompletableFuture.completedFuture(Refusals.objection(
                    "there are too many addresses and domains in the sender's name: send with a name that is one",
                    "more than " + MOST_NAMED + " addresses and domains in a name",
                    List.of()));
        }
        String login = message.login();
        return rights.filter(known -> !login.isEmpty())
                .map(known -> known.ask(login, foreign))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        new AddressRights.Standing(List.copyOf(foreign), List.of(), Optional.empty())))
                .thenCompose(standing -> verdict(claims, foreign, standing));
    }

    private CompletableFuture<Verdict> verdict(
            List<NameClaim> claims, Set<String> foreign, AddressRights.Standing standing) {
        if (config.addresses() && !standing.refused().isEmpty()) {
            return CompletableFuture.completedFuture(address(claims, standing.refused()));
        }
        if (hosted.isEmpty()) {
            return unavailable(config.addresses() ? standing.unavailable() : Optional.empty());
        }
        Set<String> open = new HashSet<>(); // domains of addresses that are allowed, or of which nobody knows
        for (String address : foreign) {
            if (!standing.refused().contains(address)) {
                open.add(MailAddress.domainIdentity(MailAddress.of(address).domain()));
            }
        }
        List<Question> questions = new ArrayList<>();
        for (NameClaim claim : claims) {
            for (String domain : new LinkedHashSet<>(claim.names().domains())) {
                String identity = MailAddress.domainIdentity(domain);
                if (!claim.isOwnDomain(identity) && !open.contains(identity)) {
                    questions.add(new Question(claim, domain));
                }
            }
        }
        return ask(questions, 0, standing.unavailable());
    }

    private record Question(NameClaim claim, String domain) {}

    /** Asks one domain after the other, on the calling thread as long as answers are there. */
    private CompletableFuture<Verdict> ask(List<Question> questions, int from, Optional<String> unavailable) {
        Optional<String> reason = unavailable;
        for (int i = from; i < questions.size(); i++) {
            Question question = questions.get(i);
            CompletableFuture<Answer> answer = hosted.find(question.domain());
            if (!answer.isDone()) {
                int next = i + 1;
                Optional<String> soFar = reason;
                return answer.thenCompose(late -> isForeign(question, late)
                        ? CompletableFuture.completedFuture(domain(question))
                        : ask(questions, next, soFar.or(() -> reason(late))));
            }
            Answer now = answer.join();
            if (isForeign(question, now)) {
                return CompletableFuture.completedFuture(domain(question));
            }
            reason = reason.or(() -> reason(now));
        }
        return unavailable(reason);
    }

    private static boolean isForeign(Question question, Answer answer) {
        return answer instanceof Answer.Found found
                && !question.claim().isOwnDomain(MailAddress.domainIdentity(found.value()));
    }

    private static Optional<String> reason(Answer answer) {
        return answer instanceof Answer.Unavailable unavailable ? Optional.of(unavailable.reason()) : Optional.empty();
    }

    private static CompletableFuture<Verdict> unavailable(Optional<String> reason) {
        return reason.<CompletableFuture<Verdict>>map(
                        text -> CompletableFuture.completedFuture(new Verdict.Unavailable(text)))
                .orElse(Verdict.PASSED);
    }

    private Verdict address(List<NameClaim> claims, List<String> refused) {
        String field = claims.stream()
                .filter(claim -> claim.foreignAddresses(config.address()).stream()
                        .anyMatch(address -> refused.contains(address.external())))
                .map(claim -> claim.field().header())
                .findFirst()
                .orElse(SenderField.FROM.header());
        String what = Refusals.bracketed(refused);
        return Refusals.objection(
                "the name in " + field + ": contains " + what + ", but it is not the address that the mail is from:"
                        + " leave addresses out of your name",
                field + ": has " + what + " as a name",
                List.of());
    }

    private static Verdict domain(Question question) {
        String field = question.claim().field().header();
        String what = Refusals.shown(question.domain());
        return Refusals.objection(
                "the name in " + field + ": contains " + what + ", but the mail is not from an address there:"
                        + " leave domains out of your name",
                field + ": has the domain " + what + " as a name",
                List.of());
    }
}
