package io.github.guichet.lookup.account;

import java.time.Instant;

/**
 * One locked account.
 *
 * @param user its name, folded
 * @param since when it was locked
 * @param by who did it: {@code administrator}, or the rule's name
 * @param reason in words, for the log and for {@code guichet lockout}; may be empty
 */
public record Lockout(String user, Instant since, String by, String reason) {}
