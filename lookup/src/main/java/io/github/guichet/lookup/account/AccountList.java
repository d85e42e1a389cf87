package io.github.guichet.lookup.account;

import io.github.guichet.lookup.Keys;

/** Knows the names of all users, for {@code doveadm user '*'}. Safe for use by many threads. */
public interface AccountList {

    /** All user names, in the source's order; blocks, not for event loops. */
    Keys users();
}
