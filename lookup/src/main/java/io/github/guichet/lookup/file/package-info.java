/** Text files in Postfix's format: logical lines, comments, and tables of keys and values. */
@NullMarked
package io.github.guichet.lookup.file;

import org.jspecify.annotations.NullMarked;
