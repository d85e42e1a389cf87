/**
 * {@code guichet doctor}: looks at a whole installation and says what to do. One {@link io.github.guichet.doctor.Examination} for each
 * question; all of them only read. What the configuration says comes in a {@link io.github.guichet.doctor.Setup}, so nothing here knows
 * the command line.
 */
@NullMarked
package io.github.guichet.doctor;

import org.jspecify.annotations.NullMarked;
