/** How a daemon runs: listeners, limits, lifecycle, reading of configuration, metrics, admin socket. Knows no protocol and no look-up. */
@NullMarked
package io.github.guichet.server;

import org.jspecify.annotations.NullMarked;
