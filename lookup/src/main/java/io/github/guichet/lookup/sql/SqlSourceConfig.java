package io.github.guichet.lookup.sql;

import java.time.Duration;
import java.util.List;

/**
 * One database and how to ask it.
 *
 * @param name the name in the configuration
 * @param dialect which database it is
 * @param servers the servers that all hold it, at least one
 * @param order in which order servers are tried
 * @param user the login; empty = what the driver takes
 * @param password its password; empty = none
 * @param charset the character set that queries are sent in, in the database's own name for it; empty = UTF-8
 * @param tls how connections are encrypted
 * @param poolSize connections and workers, 1 to 1000
 * @param queue questions that may wait for a worker, at least 1
 * @param deadline for one question, connecting included
 * @param idle how long an unused connection is kept
 * @param retry how long a server that failed is passed over while there are others
 */
public record SqlSourceConfig(
        String name,
        SqlDialect dialect,
        List<SqlServer> servers,
        Order order,
        String user,
        String password,
        String charset,
        SqlTls tls,
        int poolSize,
        int queue,
        Duration deadline,
        Duration idle,
        Duration retry) {

    /** The order in which servers are tried. */
    public enum Order {
        /** As they are written: the first is the one to use, the others stand by. */
        SEQUENTIAL,
        /** As Postfix tries them: those on Unix sockets first, then the others, each in random order. */
        UNIX_FIRST_THEN_RANDOM
    }

    /** Copies the servers. */
    public SqlSourceConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a source needs a server");
        }
    }

    /**
     * A source with the usual settings: 8 connections, 1024 waiting, 2 s, unused connections kept for a minute, a failed
     * server passed over for a minute.
     *
     * @param url what {@link SqlUrl} made of the configuration's URL
     */
    public static SqlSourceConfig of(String name, SqlUrl url) {
        return new SqlSourceConfig(
                name,
                url.dialect(),
                url.servers(),
                url.order(),
                "",
                "",
                "",
                SqlTls.AUTOMATIC,
                8,
                1024,
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    /** The same source under another name. */
    public SqlSourceConfig withName(String other) {
        return new SqlSourceConfig(
                other, dialect, servers, order, user, password, charset, tls, poolSize, queue, deadline, idle, retry);
    }

    /** The same source for another user. */
    public SqlSourceConfig withLogin(String otherUser, String otherPassword) {
        return new SqlSourceConfig(
                name,
                dialect,
                servers,
                order,
                otherUser,
                otherPassword,
                charset,
                tls,
                poolSize,
                queue,
                deadline,
                idle,
                retry);
    }

    /** The same source with other encryption. */
    public SqlSourceConfig withTls(SqlTls other) {
        return new SqlSourceConfig(
                name, dialect, servers, order, user, password, charset, other, poolSize, queue, deadline, idle, retry);
    }

    /** The same source with other bounds. */
    public SqlSourceConfig withBounds(int otherPoolSize, int otherQueue, Duration otherDeadline) {
        return new SqlSourceConfig(
                name,
                dialect,
                servers,
                order,
                user,
                password,
                charset,
                tls,
                otherPoolSize,
                otherQueue,
                otherDeadline,
                idle,
                retry);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name + ": " + dialect.title() + " " + servers;
    }
}
