/**
 * Postfix's policy service: who may send, to whom, how much. Postfix asks with {@code check_policy_service}; the answer is an action of
 * access(5).
 */
@NullMarked
package io.github.guichet.policyd;

import org.jspecify.annotations.NullMarked;
