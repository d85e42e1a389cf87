package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginTickets;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.dovecotauth.wire.LineConnection;
import io.github.guichet.server.Conversation;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.Protocol;
import io.netty.channel.Channel;
import java.util.List;

/**
 * Dovecot's auth client protocol, server side: for Postfix, Exim and Dovecot's login processes. Safe for use by many threads.
 *
 * <p>Its listener should not close idle connections for a long time: an smtpd or a login process keeps one for its whole life.
 */
public final class ClientProtocol implements Protocol {

    private final ClientDesk desk;

    /**
     * Makes the protocol.
     *
     * @param mechanisms to offer, in order; at least one, or Dovecot's clients refuse the handshake
     * @param tickets where log-ins go that a mail process will ask for on the master socket
     * @param spid a number of 32 bits that the master socket says too, and that another start of the daemon does not
     */
    public ClientProtocol(
            ClientConfig config,
            List<SaslMechanism> mechanisms,
            Login login,
            LoginTickets tickets,
            long spid,
            DaemonMeter meter) {
        this.desk = new ClientDesk(config, checked(mechanisms), login, tickets, spid, meter);
    }

    private static List<SaslMechanism> checked(List<SaslMechanism> mechanisms) {
        if (mechanisms.isEmpty()) {
            throw new IllegalArgumentException("at least one mechanism");
        }
        return mechanisms;
    }

    /**
     * Serves differently from now on, also on connections that are open.
     *
     * @param mechanisms as for the constructor
     */
    public void offer(ClientConfig config, List<SaslMechanism> mechanisms) {
        desk.offer(config, checked(mechanisms));
    }

    @Override
    public Conversation open(Channel channel) {
        LineConnection connection = new LineConnection(
                channel,
                desk.meter(),
                desk.log(),
                ClientReplies.LONGEST,
                desk.config().maxInFlight(),
                lines -> new ClientSession(desk, lines));
        channel.pipeline().addLast(connection);
        return connection;
    }
}
