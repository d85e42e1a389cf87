package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.AliasExpansion;
import io.github.guichet.lookup.alias.Expansion;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Says who may write to a list, check {@code "list-access"}. What decides is who is logged in, never the sender of the envelope, which
 * anybody can write, and never where the client is.
 *
 * <p>The lists that an address leads to are guarded too: an alias that is open to all does not open an internal list that it
 * contains. It does if it says {@code opens} itself, or if it leads there over a list that says so and has the login; whoever may
 * write to that one reaches the internal list anyway.
 *
 * <p>Asks only where there is a recipient: at RCPT and VRFY. An alias that leads to more than Postfix follows is one that nobody can
 * say anything of; Postfix defers such mail as well.
 */
public final class ListAccessCheck implements Check {

    private final ListGuard guard;
    private final AliasExpansion aliases;
    private final AddressConfig address;

    /** A check on these maps. */
    public ListAccessCheck(ListAccessCheckConfig config) {
        guard = new ListGuard(config);
        aliases = config.aliases();
        address = config.address();
    }

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        boolean asked = request.stage() == Stage.RCPT || request.stage() == Stage.VRFY;
        if (!asked || request.recipient().isEmpty()) {
            return Verdict.PASSED;
        }
        String login = request.login();
        String list = EnvelopeAddress.of(request.recipient(), address).external();
        return guard.standing(login, list).thenCompose(standing -> {
            if (standing instanceof ListStanding.Refused refused) {
                return refuse(login, refused, false);
            }
            if (standing instanceof ListStanding.Unknown unknown) {
                return unavailable(unknown.reason());
            }
            return standing instanceof ListStanding.Admitted admitted && admitted.opens()
                    ? Verdict.PASSED
                    : aliases.expand(list, new Trail()).thenCompose(way -> behind(login, list, way));
        });
    }

    private CompletableFuture<Verdict> behind(String login, String list, Expansion way) {
        if (way instanceof Expansion.Unavailable unavailable) {
            return unavailable(unavailable.reason());
        }
        if (way instanceof Expansion.TooMany tooMany) {
            return unavailable(tooMany.reason());
        }
        List<String> inner = ((Expansion.Expanded) way)
                .passed().stream().filter(passed -> !isSame(passed, list)).toList();
        if (inner.isEmpty()) {
            return Verdict.PASSED;
        }
        return InOrder.ask(inner, passed -> guard.standing(login, passed))
                .thenCompose(standings -> judge(login, inner, standings));
    }

    private CompletableFuture<Verdict> judge(String login, List<String> inner, List<ListStanding> standings) {
        for (ListStanding standing : standings) {
            if (standing instanceof ListStanding.Unknown unknown) {
                return unavailable(unknown.reason());
            }
        }
        List<ListStanding.Refused> closed = standings.stream()
                .filter(ListStanding.Refused.class::isInstance)
                .map(ListStanding.Refused.class::cast)
                .toList();
        if (closed.isEmpty()) {
            return Verdict.PASSED;
        }
        List<String> openers = inner.stream()
                .filter(list -> standings.get(inner.indexOf(list)) instanceof ListStanding.Admitted admitted
                        && admitted.opens())
                .toList();
        return InOrder.ask(openers, opener -> aliases.expand(opener, new Trail()))
                .thenCompose(opened -> closed.stream()
                        .filter(refused -> opened.stream().noneMatch(way -> leadsTo(way, refused.list())))
                        .findFirst()
                        .map(refused -> refuse(login, refused, true))
                        .orElse(Verdict.PASSED));
    }

    private boolean leadsTo(Expansion way, String list) {
        return way instanceof Expansion.Expanded expanded
                && expanded.passed().stream().anyMatch(passed -> isSame(passed, list));
    }

    private boolean isSame(String one, String other) {
        return MailAddress.of(one)
                .identity(address)
                .equals(MailAddress.of(other).identity(address));
    }

    private static CompletableFuture<Verdict> unavailable(String reason) {
        return CompletableFuture.completedFuture(new Verdict.Unavailable(reason));
    }

    /** The client is not told the name of a list behind the one that it wrote to. */
    private static CompletableFuture<Verdict> refuse(String login, ListStanding.Refused refused, boolean behind) {
        String text = "550 5.7.1 "
                + (behind ? "This address leads to a list that takes mail from " : "This list takes mail from ")
                + (refused.access().who().equals("nobody")
                        ? "nobody"
                        : refused.access().who() + " only" + (login.isEmpty() ? ", and you are not logged in" : ""));
        return CompletableFuture.completedFuture(new Verdict.Decide(
                new Action(Decision.REJECT, text),
                (behind ? "it leads to " : "") + refused.list() + ", which is for "
                        + refused.access().who()));
    }
}
