/**
 * How a daemon runs: listeners, limits, lifecycle, reading of configuration, metrics, admin socket. Knows no protocol and no
 * look-up.
 *
 * <p>A daemon gives {@link io.github.guichet.server.Listener} a {@link io.github.guichet.server.Protocol}; binding, stale
 * socket files, connection limits, idle and slow peers, and stopping without losing a request are done here, once for all.
 */
@NullMarked
package io.github.guichet.server;

import org.jspecify.annotations.NullMarked;
