/**
 * Tables in MariaDB and MySQL, PostgreSQL and SQLite.
 *
 * <pre>
 * SqlSource   one database: its servers, a pool, a gate with queue and deadline
 * SqlTable    one query on a source: template -> bound parameters -> rows -> result format
 * </pre>
 *
 * <p>Keys never become part of a statement's text here: see {@link io.github.guichet.lookup.sql.SqlTemplate}.
 */
@NullMarked
package io.github.guichet.lookup.sql;

import org.jspecify.annotations.NullMarked;
