package io.github.guichet.dovecotauth.login;

/**
 * Log-ins that succeeded and wait for the mail process to fetch the user record: the login process passes on the client's id
 * and its cookie, and the mail process brings them on another connection, a moment later.
 */
public interface LoginTickets {

    /**
     * Keeps a log-in for a short time, to be fetched once.
     *
     * @param clientPid the {@code CPID} of the connection
     * @param clientId the id of its AUTH
     * @param cookie the {@code COOKIE} of the connection, 32 hex digits
     * @param request what was known of the client
     */
    void issue(long clientPid, long clientId, String cookie, LoginResult.Accepted accepted, LoginRequest request);
}
