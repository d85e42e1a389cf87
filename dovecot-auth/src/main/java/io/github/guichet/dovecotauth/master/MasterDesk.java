package io.github.guichet.dovecotauth.master;

import io.github.guichet.dovecotauth.listing.Listings;
import io.github.guichet.dovecotauth.login.TicketDesk;
import io.github.guichet.dovecotauth.login.UserRecords;
import io.github.guichet.server.DaemonMeter;

/**
 * What all connections of the master side share.
 *
 * @param spid the same number as on the client sockets, another one after each start
 * @param tickets log-ins that wait for their mail process
 * @param records answers about users
 * @param listings of all users
 */
public record MasterDesk(long spid, TicketDesk tickets, UserRecords records, Listings listings, DaemonMeter meter) {}
