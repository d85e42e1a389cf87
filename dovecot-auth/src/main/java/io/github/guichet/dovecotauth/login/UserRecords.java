package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What is known of users without anybody logging in: the questions of lmtp, doveadm and the mail processes. Methods but
 * {@link #users} neither block nor throw; their futures never end exceptionally. Safe for use by many threads.
 */
public interface UserRecords {

    /**
     * The user record: userdb. Never waits for password hashing.
     *
     * @param user as the peer gave it, before normalising
     * @param facts as in {@link LoginRequest}
     * @return one record; its field {@code user} is the canonical name, always there
     */
    CompletableFuture<AccountAnswer> user(String user, Map<String, String> facts);

    /**
     * The passdb's fields without a password: what LMTP and doveadm proxying ask. {@code password} is in it only if
     * {@code withPassword}, as the dict protocol needs it.
     */
    CompletableFuture<AccountAnswer> pass(String user, Map<String, String> facts, boolean withPassword);

    /** The names of all users; blocks. */
    Keys users();

    /**
     * Forgets what is cached of users.
     *
     * @param user a name, or empty for all
     * @return how many records were forgotten
     */
    long forget(String user);
}
