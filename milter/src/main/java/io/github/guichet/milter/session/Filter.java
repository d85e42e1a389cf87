package io.github.guichet.milter.session;

/** What decides about messages. Safe for use by many threads. */
public interface Filter {

    /** What it wants of an MTA that offers this; asked once a connection. */
    Wishes wishes(Offer offer);

    /**
     * Begins a session: a connection of the MTA, or what follows on it after QUIT_NC.
     *
     * @param offer what this MTA offered, as {@link #wishes} was told: what it lets nobody change cannot be done in this session
     */
    FilterSession open(Offer offer);

    /**
     * As {@link #open(Offer)}, for a filter that changes its wishes.
     *
     * @param told what it wished for when the connection began: what that does not say is not told in this session either
     */
    default FilterSession open(Offer offer, Wishes told) {
        return open(offer);
    }
}
