package io.github.guichet.policyd.notice;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Does not wait for the body of an answer: what a server sends without end must keep nobody. */
final class NoBody implements BodySubscriber<Void> {

    private final CompletableFuture<@Nullable Void> done = CompletableFuture.completedFuture(null);

    @Override
    @SuppressWarnings("NullAway") // there is no value of Void
    public CompletionStage<Void> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        // nothing was asked for
    }

    @Override
    public void onError(Throwable failure) {
        // the status is known
    }

    @Override
    public void onComplete() {
        // the status is known
    }
}
