package io.github.guichet.command;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.policyd.check.RateConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a rule of {@code [policy]} looks at. Maps and stores are named as in the configuration. */
public sealed interface PolicyCheck {

    /** Nothing: the rule's conditions decide alone. */
    record None() implements PolicyCheck {}

    /**
     * Whether the login may send as the sender.
     *
     * @param refuseUnauthenticated whether an address that somebody owns is refused when nobody has logged in
     * @param refuseUnowned whether somebody who has logged in is refused an address that nobody owns
     */
    record SendAs(boolean refuseUnauthenticated, boolean refuseUnowned) implements PolicyCheck {}

    /**
     * Whether there is such a recipient.
     *
     * @param domains maps of the domains whose recipients are known here
     * @param recipients maps of all recipients in them
     * @param backup maps of the domains whose mail is only passed on
     */
    record Recipient(List<String> domains, List<String> recipients, List<String> backup) implements PolicyCheck {}

    /**
     * Whether the recipients' mailboxes have room.
     *
     * @param quota a map from a mailbox to its limit in bytes
     * @param usage a map from a mailbox to the bytes in it, perhaps with a comma and the Unix time of that
     * @param aliases maps by which an address becomes mailboxes
     * @param domains maps of the domains that this concerns; none = all
     * @param grace how long a full mailbox is a temporary trouble
     * @param maxAge an older usage says nothing
     * @param store remembers since when a mailbox is full
     */
    record Quota(
            String quota,
            String usage,
            List<String> aliases,
            List<String> domains,
            Duration grace,
            Duration maxAge,
            StateStore store)
            implements PolicyCheck {}

    /**
     * Whether the login may write to an alias.
     *
     * @param access a map from an alias to who may
     * @param aliases maps by which it becomes other addresses
     */
    record ListAccess(String access, List<String> aliases) implements PolicyCheck {}

    /**
     * How much somebody has sent.
     *
     * @param config what is counted, and what is done
     * @param limitsMap a map with other limits for some
     * @param store keeps the counters
     */
    record Rate(RateConfig config, Optional<String> limitsMap, StateStore store) implements PolicyCheck {}

    /**
     * Whether a stranger comes back.
     *
     * @param delay how soon is too soon
     * @param retryWindow how late is too late
     * @param keep how long one that came back is remembered
     * @param prefix what counts as one client
     * @param clientAfter after so many that came back their host is known; 0 = never
     * @param networkAfter the same for its network
     * @param learn whether nobody is put off yet
     * @param store keeps who was seen
     */
    record Greylist(
            Duration delay,
            Duration retryWindow,
            Duration keep,
            ClientPrefix prefix,
            int clientAfter,
            int networkAfter,
            boolean learn,
            StateStore store)
            implements PolicyCheck {}
}
