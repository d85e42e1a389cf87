/**
 * What is remembered about senders and clients: counters with sliding windows, and marks with first and last times. In memory, in the
 * embedded store, or in a database that several hosts share.
 */
@NullMarked
package io.github.guichet.lookup.counter;

import org.jspecify.annotations.NullMarked;
