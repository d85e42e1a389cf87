package io.github.guichet.dovecotauth.sasl;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.ScramCredentials;
import io.github.guichet.dovecotauth.sasl.SaslStep.Challenge;
import io.github.guichet.dovecotauth.sasl.SaslStep.Done;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.dovecotauth.scheme.ScramSecret;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run of SCRAM: first message, salt and nonce, proof, signature. */
final class ScramExchange implements SaslExchange {

    private final ScramHash hash;
    private final ScramMechanism functions;
    private final Attempt attempt;
    private final String serverNonce;

    private boolean begun;
    private @Nullable ScramClientFirst first;
    private volatile @Nullable Sent sent;

    /** What the server's first message says; written by whichever thread has the credentials. */
    private record Sent(ScramSecret secret, String message) {}

    ScramExchange(ScramHash hash, ScramMechanism functions, Attempt attempt, String serverNonce) {
        this.hash = hash;
        this.functions = functions;
        this.attempt = attempt;
        this.serverNonce = serverNonce;
    }

    @Override
    public CompletableFuture<SaslStep> step(Optional<byte[]> response) {
        if (response.isEmpty() && !begun) {
            begun = true;
            return Attempt.challenge(SaslText.EMPTY);
        }
        begun = true;
        Optional<String> message = SaslText.of(response.orElse(SaslText.EMPTY), SaslText.LONGEST);
        ScramClientFirst known = first;
        Sent before = sent;
        if (message.isEmpty()) {
            return attempt.broken(known == null ? "" : known.user(), "message is too long, not UTF-8, or holds NUL");
        }
        return known == null || before == null ? clientFirst(message.get()) : clientFinal(message.get(), known, before);
    }

    private CompletableFuture<SaslStep> clientFirst(String message) {
        Optional<ScramClientFirst> parsed = ScramClientFirst.of(message);
        if (parsed.isEmpty()) {
            return attempt.broken("", "first message is not understood");
        }
        ScramClientFirst client = parsed.get();
        if (client.header().channelBinding()) {
            return attempt.broken(client.user(), "channel binding is not offered");
        }
        first = client;
        return attempt.login()
                .scram(attempt.request(), client.user(), hash)
                .thenApply(credentials -> serverFirst(client, credentials));
    }

    private SaslStep serverFirst(ScramClientFirst client, ScramCredentials credentials) {
        if (credentials instanceof ScramCredentials.Known known) {
            ScramSecret secret = known.secret();
            String message = "r=" + client.nonce() + serverNonce + ",s="
                    + Base64.getEncoder().encodeToString(secret.salt()) + ",i=" + secret.iterations();
            sent = new Sent(secret, message);
            return new Challenge(SaslText.bytes(message));
        }
        if (credentials instanceof ScramCredentials.Refused refused) {
            return new Done(refused.result(), SaslText.EMPTY);
        }
        String reason = ((ScramCredentials.Unavailable) credentials).reason();
        return new Done(new LoginResult.Unavailable(client.user(), reason), SaslText.EMPTY);
    }

    private CompletableFuture<SaslStep> clientFinal(String message, ScramClientFirst client, Sent before) {
        Optional<ScramClientFinal> parsed = ScramClientFinal.of(message);
        if (parsed.isEmpty()) {
            return attempt.broken(client.user(), "final message is not understood");
        }
        ScramClientFinal last = parsed.get();
        String header = Base64.getEncoder()
                .encodeToString(SaslText.bytes(client.header().text()));
        if (!last.binding().equals(header)) {
            return attempt.broken(client.user(), "final message repeats another header");
        }
        if (!last.nonce().equals(client.nonce() + serverNonce)) {
            return attempt.broken(client.user(), "final message has another nonce");
        }
        String signed = client.bare() + "," + before.message() + "," + last.withoutProof();
        if (!proves(last.proof(), before.secret(), signed)) {
            return attempt.broken(client.user(), "wrong proof");
        }
        byte[] signature =
                ScramFunctions.serverSignature(functions, before.secret().serverKey(), signed);
        byte[] additional = SaslText.bytes("v=" + Base64.getEncoder().encodeToString(signature));
        return attempt.proven(client.header().authorization(), client.user())
                .thenApply(result -> new Done(result, result instanceof Accepted ? additional : SaslText.EMPTY));
    }

    /** Compares in constant time; a proof of another length is wrong. */
    private boolean proves(byte[] proof, ScramSecret secret, String signed) {
        return proof.length == hash.length()
                && ScramFunctions.verifyClientProof(functions, proof, secret.storedKey(), signed);
    }
}
