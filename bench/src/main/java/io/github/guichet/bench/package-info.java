/** Measurements of single pieces with JMH, for the people who change them. Run by {@code bench/jmh}; nothing depends on it. */
@NullMarked
package io.github.guichet.bench;

import org.jspecify.annotations.NullMarked;
