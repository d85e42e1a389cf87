/** The command line, the configuration file and the all-in-one serve. */
@NullMarked
package io.github.guichet.command;

import org.jspecify.annotations.NullMarked;
