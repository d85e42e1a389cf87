package io.github.guichet.command;

import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.SmtpClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An SMTP session that somebody typed.
 *
 * @param login empty = nobody has logged in
 * @param sender empty = the null sender
 * @param client an address; empty = unknown
 * @param helo empty = unknown
 */
record TypedSession(String login, String sender, List<String> recipients, String client, String helo) {

    /** Keeps a copy. */
    TypedSession {
        recipients = List.copyOf(recipients);
    }

    /** Tells all of it, as Postfix would. */
    void tell(FilterSession session) {
        Map<String, String> macros = macros();
        session.macros(Event.CONNECT, name -> macros.getOrDefault(name, ""));
        if (!client.isEmpty()) {
            session.connect(new SmtpClient("[" + client + "]", family(), 0, client))
                    .join();
        }
        if (!helo.isEmpty()) {
            session.helo(helo).join();
        }
        session.macros(Event.MAIL, name -> macros.getOrDefault(name, ""));
        session.mail(sender, List.of()).join();
        recipients.forEach(recipient -> session.rcpt(recipient, List.of()).join());
        session.data().join();
        session.macros(Event.END_OF_MESSAGE, name -> macros.getOrDefault(name, ""));
    }

    private SmtpClient.Family family() {
        return client.contains(":") ? SmtpClient.Family.IPV6 : SmtpClient.Family.IPV4;
    }

    private Map<String, String> macros() {
        Map<String, String> macros = new HashMap<>();
        macros.put("j", hostName());
        if (!login.isEmpty()) {
            macros.put("auth_authen", login);
            macros.put("auth_type", "PLAIN");
        }
        if (!client.isEmpty()) {
            // As Postfix and sendmail write it.
            macros.put("client_addr", client.contains(":") ? "IPv6:" + client : client);
        }
        return macros;
    }

    /** Stands for what the MTA calls itself. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
