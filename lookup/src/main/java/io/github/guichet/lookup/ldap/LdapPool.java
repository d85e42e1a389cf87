package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections, as many as there are workers at most: each worker takes one and gives back one.
 *
 * <p>A directory closes idle connections when it likes, and nothing tells the client; so a question that meets a broken
 * connection is asked once more on a fresh one, within the same deadline.
 */
final class LdapPool implements AutoCloseable {

    /** Searches on one connection. */
    @FunctionalInterface
    interface Work<T> {
        /**
         * Searches.
         *
         * @throws LDAPException when the server or the connection failed
         * @throws SourceException when what the server said is no answer
         */
        T on(LiveConnection connection, Deadline deadline) throws LDAPException, SourceException;
    }

    private final Connector connector;
    private final ServerOrder order;
    private final Watch watch;
    private final ConcurrentLinkedDeque<LiveConnection> idle = new ConcurrentLinkedDeque<>();
    private final int size;
    private volatile boolean closed;

    LdapPool(Connector connector, ServerOrder order, Watch watch, int size) {
        this.size = size;
        this.connector = connector;
        this.order = order;
        this.watch = watch;
    }

    /** Asks on an idle or a new connection, and once more on a new one if that breaks. */
    <T> T ask(Deadline deadline, Work<T> work) throws SourceException {
        LiveConnection waiting = idle.pollFirst();
        LiveConnection first = waiting != null ? waiting : connector.open(deadline);
        try {
            return attempt(first, deadline, work);
        } catch (SourceException e) {
            if (e.failure() != SourceFailure.CONNECT || deadline.passed() || closed) {
                throw e;
            }
        }
        return attempt(connector.open(deadline), deadline, work);
    }

    /** Asks on a connection of its own, for what takes long. */
    <T> T askApart(Deadline deadline, Work<T> work) throws SourceException {
        return attempt(connector.open(deadline), deadline, work);
    }

    private <T> T attempt(LiveConnection connection, Deadline deadline, Work<T> work) throws SourceException {
        ScheduledFuture<?> alarm = watch.at(deadline, connection.sockets()::cut);
        boolean usable = false;
        try {
            T result = work.on(connection, deadline);
            usable = true;
            return result;
        } catch (SourceException e) {
            usable = e.failure() == SourceFailure.RESULT;
            throw e;
        } catch (LDAPException e) {
            if (connection.sockets().wasCut() || ResultCode.TIMEOUT.equals(e.getResultCode())) {
                // It accepts connections and says nothing; those that wait idle lead to the same silence.
                forget(connection.server());
                throw Failures.late(connection.server());
            }
            if (Failures.isBroken(e)) {
                forget(connection.server());
            }
            usable = e.getResultCode().isConnectionUsable() && !Failures.isBroken(e);
            throw Failures.asking(connection.server(), e);
        } finally {
            alarm.cancel(false);
            if (usable && !closed && idle.size() < size) {
                idle.addFirst(connection);
            } else {
                connection.drop();
            }
            if (closed) {
                close(); // it may have closed between the look and the giving back
            }
        }
    }

    private void forget(LdapServer server) {
        order.failed(server);
        idle.removeIf(connection -> {
            if (connection.server().equals(server)) {
                connection.drop();
                return true;
            }
            return false;
        });
    }

    /** How many connections wait. */
    int idle() {
        return idle.size();
    }

    @Override
    public void close() {
        closed = true;
        for (@Nullable LiveConnection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
            c.drop();
        }
    }
}
