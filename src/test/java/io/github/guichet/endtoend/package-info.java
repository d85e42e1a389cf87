/** Tests against the real peers, run on the packaged tree. */
@NullMarked
package io.github.guichet.endtoend;

import org.jspecify.annotations.NullMarked;
