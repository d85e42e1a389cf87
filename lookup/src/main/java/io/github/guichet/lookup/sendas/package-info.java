/**
 * Who may send as whom: one set of rules, section {@code [send-as]}, that the map for Postfix, the policy service and the milter ask.
 */
@NullMarked
package io.github.guichet.lookup.sendas;

import org.jspecify.annotations.NullMarked;
