package io.github.guichet.command;

import io.github.guichet.milter.rule.MessageFact;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.SmtpClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
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
 * @param attributes what else is known, by the names that conditions have for it; {@link #canTell} says which may be there
 */
record TypedSession(
        String login,
        String sender,
        List<String> recipients,
        String client,
        String helo,
        Map<String, String> attributes) {

    private static final String SIZE = "size";
    private static final String SMTPUTF8 = "smtputf8";

    /** Keeps copies. */
    TypedSession {
        recipients = List.copyOf(recipients);
        attributes = Map.copyOf(attributes);
    }

    /** Whether an attribute can be told by its name alone; the others are components of their own, or follow from these. */
    static boolean canTell(String attribute) {
        return MessageFact.macroOf(attribute).isPresent() || attribute.equals(SIZE) || attribute.equals(SMTPUTF8);
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
        session.mail(sender, arguments()).join();
        recipients.forEach(recipient -> session.rcpt(recipient, List.of()).join());
        session.data().join();
        session.macros(Event.END_OF_MESSAGE, name -> macros.getOrDefault(name, ""));
    }

    /** Of MAIL (RFC 1870, RFC 6531). */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(2);
        if (attributes.containsKey(SIZE)) {
            arguments.add("SIZE=" + attributes.get(SIZE));
        }
        if ("yes".equals(attributes.get(SMTPUTF8))) {
            arguments.add("SMTPUTF8");
        }
        return arguments;
    }

    private SmtpClient.Family family() {
        return client.contains(":") ? SmtpClient.Family.IPV6 : SmtpClient.Family.IPV4;
    }

    private Map<String, String> macros() {
        Map<String, String> macros = new HashMap<>();
        macros.put("j", hostName());
        if (!login.isEmpty()) {
            macros.put("auth_type", "PLAIN");
        }
        attributes.forEach((name, value) -> MessageFact.macroOf(name).ifPresent(macro -> macros.put(macro, value)));
        if (!login.isEmpty()) {
            macros.put("auth_authen", login);
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
