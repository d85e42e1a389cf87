package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.PolicyDesk;
import io.github.guichet.policyd.rule.PolicyRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A desk of which the test decides what it says and when: it goes by the recipient. {@code boom} throws, {@code overflow} throws an
 * error, {@code broken} completes exceptionally, {@code cancelled} is, and one that begins with {@code slow} is decided by {@link
 * #decide(String)}. Others are refused with their name; none is DUNNO.
 */
final class FakeDesk implements PolicyDesk {

    final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    final Map<String, CompletableFuture<Action>> open = new ConcurrentHashMap<>();
    final Map<String, PolicyRequest> held = new ConcurrentHashMap<>();

    /** What it answers for a recipient. */
    static Action refusal(String recipient) {
        return new Action(Decision.REJECT, "REJECT " + recipient);
    }

    /** Decides about a slow recipient that was asked for, and sees that its request is still what it was. */
    void decide(String recipient) {
        PolicyRequest request = held.remove(recipient);
        if (request == null || !request.recipient().equals(recipient)) {
            throw new AssertionError(recipient + " was not asked for, or its request changed");
        }
        take(recipient).complete(refusal(recipient));
    }

    /** Breaks the contract of a desk for a slow recipient that was asked for. */
    void fail(String recipient) {
        take(recipient).completeExceptionally(new IllegalStateException("failed later"));
    }

    private CompletableFuture<Action> take(String recipient) {
        CompletableFuture<Action> waiting = open.remove(recipient);
        if (waiting == null) {
            throw new AssertionError(recipient + " was not asked for");
        }
        return waiting;
    }

    @Override
    public CompletableFuture<Action> decide(PolicyRequest request) {
        asked.add(request.attributes());
        String recipient = request.recipient();
        if (recipient.startsWith("slow")) {
            held.put(recipient, request);
            return open.computeIfAbsent(recipient, r -> new CompletableFuture<>());
        }
        return switch (recipient) {
            case "" -> CompletableFuture.completedFuture(Action.DUNNO);
            case "boom" -> throw new IllegalStateException("boom");
            case "overflow" -> throw new StackOverflowError("overflow");
            case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
            case "cancelled" -> {
                CompletableFuture<Action> cancelled = new CompletableFuture<>();
                cancelled.cancel(false);
                yield cancelled;
            }
            default -> CompletableFuture.completedFuture(refusal(recipient));
        };
    }
}
