/**
 * Counters, marks and raised limits in a database that several daemons, on one host or on many, use together: MariaDB, PostgreSQL,
 * or the SQLite file of the embedded store.
 *
 * <p>How a decision is one atomic statement: all that is counted for a key is one row with a version. A daemon that knows the row
 * works out the answer and the new row, and writes it with {@code UPDATE … WHERE version = the one it knew}. If somebody else was
 * quicker, no row is changed, the daemon reads the row and decides anew. The statement touches one row by its primary key, so
 * there are no gap locks, no deadlocks, and no difference between isolation levels; a Galera cluster, which does not know
 * the row locks of its other nodes, refuses the second writer of a row just as well. Questions about one key that come while one is
 * under way are decided together in the next statement, so a busy key costs no more statements than the database can answer.
 *
 * <p>Versions are random numbers, and a row remembers the last one of each daemon. So a statement whose connection broke before the answer came
 * is not simply repeated: the row tells whether it was carried out, and nothing is counted twice.
 */
@NullMarked
package io.github.guichet.lookup.sqlcounter;

import org.jspecify.annotations.NullMarked;
