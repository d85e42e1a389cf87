/**
 * Values that a mail server writes about its users, by key: the last log-in, how full a mailbox is. Dovecot calls such a store a
 * dict.
 */
@NullMarked
package io.github.guichet.lookup.dict;

import org.jspecify.annotations.NullMarked;
