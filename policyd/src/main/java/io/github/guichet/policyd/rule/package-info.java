/**
 * Rules in order: each has a condition, a check, and what to do; the first that does not say DUNNO decides.
 */
@NullMarked
package io.github.guichet.policyd.rule;

import org.jspecify.annotations.NullMarked;
