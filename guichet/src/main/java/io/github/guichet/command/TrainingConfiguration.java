package io.github.guichet.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What guichet serves in a {@link TrainingRun}: a little of everything. Nobody answers where its databases and directories are said to be.
 *
 * @param file with it
 * @param metrics the loopback port of the metrics
 */
record TrainingConfiguration(Path file, int metrics) {

    /** Accounts in the store of guichet. */
    static final String EMBEDDED = """
            [accounts]
            source = "local"
            """;

    /** Accounts in a database. */
    static final String SQL = """
            [accounts]
            source = "db"
            password-query = "SELECT username AS user, password FROM mailbox WHERE username = '%u'"
            user-query = "SELECT '/srv/mail' AS home, 5000 AS uid, 5000 AS gid FROM mailbox WHERE username = '%u'"
            """;

    /**
     * Writes one.
     *
     * @param directory where, also for its sockets
     * @param accounts the section [accounts]
     */
    static TrainingConfiguration in(Path directory, String accounts) throws IOException {
        int port = freePort();
        Path file = Files.writeString(
                directory.resolve("guichet.toml"), """
                [cache]
                ttl = "10m"
                snapshot = "%1$s"
                [source.local]
                type = "embedded"
                path = "%1$s/guichet.db"
                [map.alias]
                for = "virtual_alias_maps"
                source = "local"
                [map.values]
                for = "virtual_alias_maps"
                values = { "a@example.com" = "b@example.com" }
                [map.both]
                first-of = ["values", "alias"]
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:%3$d/mail"
                user = "nobody"
                password = "none"
                deadline = "1s"
                [map.sql]
                for = "virtual_alias_maps"
                source = "db"
                query = "SELECT goto FROM alias WHERE address = '%%s'"
                [source.directory]
                type = "ldap"
                urls = ["ldap://127.0.0.1:%3$d"]
                base = "dc=example"
                deadline = "1s"
                [map.ldap]
                for = "virtual_mailbox_maps"
                source = "directory"
                filter = "mail=%%s"
                result-attributes = ["mail"]
                [send-as]
                alias-maps = ["both"]
                [state]
                directory = "%1$s"
                [socketmap]
                listen = "unix:%1$s/socketmap.sock"
                %4$s
                [dovecot-auth]
                listen-client = "unix:%1$s/auth.sock"
                listen-master = "unix:%1$s/master.sock"
                [policy]
                listen = "unix:%1$s/policy.sock"
                [[policy.rule]]
                name = "own addresses"
                check = "send-as"
                [[policy.rule]]
                name = "rate"
                check = "rate"
                per = "login"
                count = "recipients"
                limits = ["100/1h", "1000/1d"]
                store = "memory"
                [milter]
                listen = "unix:%1$s/milter.sock"
                [[milter.rule]]
                name = "From:"
                check = "header-from"
                mode = "reject"
                [[milter.rule]]
                name = "privacy"
                check = "privacy"
                [metrics]
                listen = "inet:127.0.0.1:%2$d"
                [admin]
                listen = "unix:%1$s/admin.sock"
                """.formatted(directory, port, freePort(), accounts));
        return new TrainingConfiguration(file, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
