package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/** Tells what a driver's exception means. */
final class SqlErrors {

    /** Too many connections, shutting down, killed, blocked: the server is there but not for us. */
    private static final Set<Integer> MARIADB_CONNECT =
            Set.of(1040, 1053, 1077, 1079, 1129, 1130, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1226, 1927, 4160);

    /** Statement time exceeded, interrupted, lock wait timeout. */
    private static final Set<Integer> MARIADB_DEADLINE = Set.of(1205, 1317, 1969, 3024);

    /** SQLite: I/O error, corrupt, cannot open, not a database; busy, locked, interrupted. Primary codes. */
    private static final Set<Integer> SQLITE_CONNECT = Set.of(10, 11, 14, 26);

    private static final Set<Integer> SQLITE_DEADLINE = Set.of(5, 6, 9);

    private static final int MAX_MESSAGE = 500;

    private SqlErrors() {}

    /** A failure while a connection was made. */
    static SourceException connecting(SqlServer server, SQLException e) {
        boolean late = causedBy(e, SocketTimeoutException.class);
        return new SourceException(
                SourceFailure.CONNECT,
                "cannot connect to " + server.label() + ": " + (late ? "no answer in time: " : "") + text(e),
                e);
    }

    /** A failure while a question was asked. */
    static SourceException asking(SqlDialect dialect, SQLException e) {
        return new SourceException(failure(dialect, e), text(e), e);
    }

    private static SourceFailure failure(SqlDialect dialect, SQLException e) {
        if (e instanceof SQLTimeoutException || causedBy(e, SocketTimeoutException.class)) {
            return SourceFailure.DEADLINE;
        }
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        boolean broken = e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLRecoverableException
                || state.startsWith("08")
                || causedBy(e, IOException.class);
        int code = e.getErrorCode();
        return switch (dialect) {
            case MARIADB -> choose(broken || MARIADB_CONNECT.contains(code), MARIADB_DEADLINE.contains(code));
            case POSTGRESQL ->
                choose(broken || state.equals("53300") || state.startsWith("57P"), state.equals("57014"));
            case SQLITE -> choose(SQLITE_CONNECT.contains(code & 0xff), SQLITE_DEADLINE.contains(code & 0xff));
        };
    }

    private static SourceFailure choose(boolean connect, boolean deadline) {
        return connect ? SourceFailure.CONNECT : deadline ? SourceFailure.DEADLINE : SourceFailure.QUERY;
    }

    private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable t = e; t != null && depth < 20; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
            depth++;
        }
        return false;
    }

    /** The message and those of its causes that say more, on one line. */
    static String text(Throwable e) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable t = e; t != null && depth < 20; t = t.getCause()) {
            String message = Optional.ofNullable(t.getMessage())
                    .orElse(t.getClass().getSimpleName())
                    .replaceAll("\\s+", " ")
                    .replaceFirst(
                            "^\\(conn=\\d+\\) ",
                            "") // MariaDB's, another each time; it makes one trouble look like many
                    .trim();
            if (text.indexOf(message) < 0) {
                text.append(text.length() == 0 ? "" : ": ").append(message);
            }
            depth++;
        }
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + " …" : text.toString();
    }
}
