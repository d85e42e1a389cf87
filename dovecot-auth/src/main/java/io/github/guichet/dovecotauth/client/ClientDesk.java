package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginTickets;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.RepeatedLog;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** What all connections share. Safe for use by many threads. */
final class ClientDesk {

    private static final int COOKIE_BYTES = 16;

    private volatile ClientConfig config;
    private volatile Map<String, SaslMechanism> mechanisms;
    private final Login login;
    private final LoginTickets tickets;
    private final long spid;
    private final DaemonMeter meter;
    private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(ClientDesk.class));
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong connections = new AtomicLong();

    ClientDesk(
            ClientConfig config,
            List<SaslMechanism> mechanisms,
            Login login,
            LoginTickets tickets,
            long spid,
            DaemonMeter meter) {
        this.config = config;
        this.mechanisms = byName(mechanisms);
        this.login = login;
        this.tickets = tickets;
        this.spid = spid;
        this.meter = meter;
    }

    private static Map<String, SaslMechanism> byName(List<SaslMechanism> mechanisms) {
        Map<String, SaslMechanism> byName = new LinkedHashMap<>();
        mechanisms.forEach(mechanism -> byName.put(mechanism.name(), mechanism));
        return byName;
    }

    /** From now on. */
    void offer(ClientConfig other, List<SaslMechanism> others) {
        config = other;
        mechanisms = byName(others);
    }

    ClientConfig config() {
        return config;
    }

    Login login() {
        return login;
    }

    LoginTickets tickets() {
        return tickets;
    }

    DaemonMeter meter() {
        return meter;
    }

    RepeatedLog log() {
        return log;
    }

    /** The same for the whole life of the daemon: mail processes compare it with that of the master socket. */
    long spid() {
        return spid;
    }

    /** In the order of the configuration, which is that of preference to some clients. */
    Iterable<SaslMechanism> mechanisms() {
        return mechanisms.values();
    }

    /** The mechanism of a name in upper case. */
    Optional<SaslMechanism> mechanism(String name) {
        return Optional.ofNullable(mechanisms.get(name));
    }

    /** A number that no other connection has, of 32 bits. */
    long nextConnection() {
        return connections.incrementAndGet() & 0xffff_ffffL;
    }

    /** A secret between the client and whoever it tells. */
    String newCookie() {
        byte[] cookie = new byte[COOKIE_BYTES];
        random.nextBytes(cookie);
        return HexFormat.of().formatHex(cookie);
    }
}
