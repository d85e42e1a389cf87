/**
 * Telling somebody, once, that an account went over its limit.
 */
@NullMarked
package io.github.guichet.policyd.notice;

import org.jspecify.annotations.NullMarked;
