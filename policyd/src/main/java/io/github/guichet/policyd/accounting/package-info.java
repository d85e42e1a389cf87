/**
 * How much each login sends, for the metrics: of the busiest few, over the last hour.
 */
@NullMarked
package io.github.guichet.policyd.accounting;

import org.jspecify.annotations.NullMarked;
