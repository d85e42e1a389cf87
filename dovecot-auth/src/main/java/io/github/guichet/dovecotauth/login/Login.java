package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.scheme.ScramHash;
import java.util.concurrent.CompletableFuture;

/**
 * Where every mechanism takes what it has got from the client. Normalises names, asks accounts, checks passwords and states,
 * counts, logs. Methods neither block nor throw; their futures never end exceptionally. Safe for use by many threads.
 *
 * <p>An attempt ends with exactly one call of {@link #password}, {@link #proven} or {@link #refuse}.
 */
public interface Login {

    /**
     * A password in the clear: PLAIN, LOGIN.
     *
     * @param authorization whom to act as, as the client wrote it; empty = the same as {@code user}. Different for master users
     *     only
     */
    CompletableFuture<LoginResult> password(LoginRequest request, String authorization, String user, String password);

    /** What a SCRAM exchange of this user needs. */
    CompletableFuture<ScramCredentials> scram(LoginRequest request, String user, ScramHash hash);

    /**
     * The client has proven who it is in another way: by a SCRAM proof, a certificate, a token.
     *
     * @param authorization as for {@link #password}
     */
    CompletableFuture<LoginResult> proven(LoginRequest request, String authorization, String user);

    /**
     * The client has proven that it does not know the secret: a wrong SCRAM proof, a token that is not valid. Counts as a
     * failure.
     *
     * @param user may be empty when the client did not say
     * @param why for the log, such as "token expired"
     */
    CompletableFuture<LoginResult> refuse(LoginRequest request, String user, String why);
}
