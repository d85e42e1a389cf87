package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Dovecot's {@code connect} of a database with servers: words with spaces between, of which {@code host=} may come several times
 * and {@code maxconns=} is the size of the pool. (Dovecot's {@code driver-sqlpool.c}.)
 *
 * @param hosts the values of {@code host=}, in order
 * @param words the rest, as written
 * @param poolSize connections
 */
record ConnectString(List<String> hosts, List<String> words, int poolSize) {

    private static final int POOL_SIZE = 8;
    private static final int QUEUE = 1024;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    /** Hears what is wrong; is told no password. */
    @FunctionalInterface
    interface Problems {
        void add(String message);
    }

    static ConnectString parse(String connect, Problems problems) {
        List<String> hosts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int poolSize = POOL_SIZE;
        if (connect.chars().anyMatch(Character::isISOControl)) {
            problems.add("holds a control character");
            return new ConnectString(List.of(), List.of(), POOL_SIZE);
        }
        for (String word : connect.split(" +", -1)) {
            if (word.startsWith("host=")) {
                hosts.add(word.substring("host=".length()));
            } else if (word.startsWith("maxconns=")) {
                poolSize = number(word.substring("maxconns=".length()), "maxconns", 1000, POOL_SIZE, problems);
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return new ConnectString(hosts, words, poolSize == 0 ? POOL_SIZE : poolSize);
    }

    static int number(String text, String key, int most, int otherwise, Problems problems) {
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        problems.add(key + " is no number from 0 to " + most);
        return otherwise;
    }

    /** Dovecot takes the servers in turn, so any of them is as good as the others. */
    static SqlSourceConfig config(
            String name, SqlDialect dialect, List<SqlServer> servers, String user, String password, SqlTls tls) {
        return new SqlSourceConfig(
                name,
                dialect,
                servers,
                SqlSourceConfig.Order.UNIX_FIRST_THEN_RANDOM,
                user,
                password,
                dialect == SqlDialect.MARIADB ? "utf8mb4" : "",
                tls,
                POOL_SIZE,
                QUEUE,
                DEADLINE,
                MINUTE,
                MINUTE);
    }
}
