package io.github.guichet.lookup.account;

import io.github.guichet.lookup.Served;
import java.util.List;

/** The result of a question about an account; the same three as {@link io.github.guichet.lookup.Answer}. */
public sealed interface AccountAnswer {

    /** The usual "not found". */
    NotFound NOT_FOUND = new NotFound(Served.SOURCE);

    /**
     * The account is known.
     *
     * @param records at least one. Several when a user has several passwords: any of them lets in, and the fields are those of
     *     the record whose password matched
     * @param served where it came from
     */
    record Found(List<AccountRecord> records, Served served) implements AccountAnswer {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("an account that is found has a record");
            }
        }

        /** The first record. */
        public AccountRecord first() {
            return records.get(0);
        }
    }

    /**
     * There is no such account.
     *
     * @param served where it came from; an expired one must not refuse a log-in
     */
    record NotFound(Served served) implements AccountAnswer {}

    /**
     * Nobody could say. Never "wrong password", never "no such user".
     *
     * @param reason for the log; names the source, holds no secret
     */
    record Unavailable(String reason) implements AccountAnswer {}
}
