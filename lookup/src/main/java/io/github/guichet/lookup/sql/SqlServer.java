package io.github.guichet.lookup.sql;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One server of a database, or one SQLite file.
 *
 * @param url the JDBC URL of exactly this server, without options
 * @param label the server as logs name it: {@code db1:3306}, {@code unix:/run/mysqld/mysqld.sock}, a path
 * @param reach how it is reached
 * @param socket the Unix socket
 * @param properties options of the driver for this server; may hold a user and a password of its own
 */
public record SqlServer(String url, String label, Reach reach, Optional<Path> socket, Map<String, String> properties) {

    /** How a server is reached. */
    public enum Reach {
        /** Over a Unix socket. */
        UNIX,
        /** Over a loopback address. */
        THIS_HOST,
        /** Over the network. */
        NETWORK,
        /** It is a file. */
        FILE
    }

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    /** Copies the options. */
    public SqlServer {
        properties = Map.copyOf(properties);
    }

    /** How a host of that name is reached. */
    static Reach reachOf(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean here = name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches();
        return here ? Reach.THIS_HOST : Reach.NETWORK;
    }

    /** Without the options, which may hold a password. */
    @Override
    public String toString() {
        return label;
    }
}
