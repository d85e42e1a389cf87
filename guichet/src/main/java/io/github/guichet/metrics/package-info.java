/** Metrics of what the parts of the process know of themselves, asked at each scrape; so a part may be exchanged for another one. */
@NullMarked
package io.github.guichet.metrics;

import org.jspecify.annotations.NullMarked;
