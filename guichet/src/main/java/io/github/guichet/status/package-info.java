/** How a running process is: a report for the status page and for {@code guichet status}, made from its metrics. */
@NullMarked
package io.github.guichet.status;

import org.jspecify.annotations.NullMarked;
