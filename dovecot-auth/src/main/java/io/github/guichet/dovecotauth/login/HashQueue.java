package io.github.guichet.dovecotauth.login;

/**
 * The queue in front of the threads that hash passwords.
 *
 * @param waiting how many passwords wait
 * @param most how many may
 * @param refused how many were refused since the start, and their log-ins put off, because that many waited
 */
public record HashQueue(int waiting, int most, long refused) {}
