/** The log: what becomes of an event on its way to standard error, and how that is changed while the process runs. */
@NullMarked
package io.github.guichet.log;

import org.jspecify.annotations.NullMarked;
