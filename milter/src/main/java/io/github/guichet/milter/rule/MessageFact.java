package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.MacroStage;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts of a message by the names of Postfix's policy attributes (SMTPD_POLICY_README), and where a milter has them from.
 *
 * <p>cleanup(8) knows at the end of a message the macros of the client, the login, and where the client came to, so they cost nothing on the
 * way. What only smtpd(8) knows is asked for at MAIL, when TLS has been decided; so is what master.cf may set for one service, because
 * cleanup(8) has the value of main.cf. An MTA that lets nobody choose macros sends its usual ones
 * with other events, which then have to be reported.
 */
public enum MessageFact {
    PROTOCOL_STATE("protocol_state", Optional.empty()),
    LOGIN("sasl_username", "auth_authen", MacroStage.END_OF_MESSAGE, Event.MAIL),
    METHOD("sasl_method", "auth_type", MacroStage.END_OF_MESSAGE, Event.MAIL),
    LOGIN_SENDER("sasl_sender", "auth_author", MacroStage.END_OF_MESSAGE, Event.MAIL),
    QUEUE_ID("queue_id", "i", MacroStage.END_OF_MESSAGE, Event.END_OF_MESSAGE),
    SERVER_NAME("server_name", "j", MacroStage.MAIL, Event.CONNECT),
    DAEMON_NAME("daemon_name", "daemon_name", MacroStage.MAIL, Event.CONNECT),
    SERVER_ADDRESS("server_address", "daemon_addr", MacroStage.END_OF_MESSAGE, Event.CONNECT),
    SERVER_PORT("server_port", "daemon_port", MacroStage.END_OF_MESSAGE, Event.CONNECT),
    CLIENT("client_address", "client_addr", MacroStage.END_OF_MESSAGE, Event.CONNECT),
    CLIENT_NAME("client_name", "client_name", MacroStage.END_OF_MESSAGE, Event.CONNECT),
    CLIENT_PORT("client_port", "client_port", MacroStage.END_OF_MESSAGE, Event.CONNECT),
    REVERSE_CLIENT_NAME("reverse_client_name", "client_ptr", MacroStage.END_OF_MESSAGE, Event.CONNECT),
    ENCRYPTION_PROTOCOL("encryption_protocol", "tls_version", MacroStage.MAIL, Event.HELO),
    ENCRYPTION_CIPHER("encryption_cipher", "cipher", MacroStage.MAIL, Event.HELO),
    ENCRYPTION_KEYSIZE("encryption_keysize", "cipher_bits", MacroStage.MAIL, Event.HELO),
    CERTIFICATE_SUBJECT("ccert_subject", "cert_subject", MacroStage.MAIL, Event.HELO),
    CERTIFICATE_ISSUER("ccert_issuer", "cert_issuer", MacroStage.MAIL, Event.HELO),
    HELO("helo_name", Optional.of(Event.HELO)),
    SENDER("sender", Optional.of(Event.MAIL)),
    SIZE("size", Optional.of(Event.MAIL)),
    /** {@code yes} if its sender said that the header may hold UTF-8 (RFC 6531); no name of Postfix's policy protocol. */
    SMTPUTF8("smtputf8", Optional.of(Event.MAIL)),
    RECIPIENT("recipient", Optional.of(Event.RCPT)),
    RECIPIENT_COUNT("recipient_count", Optional.of(Event.RCPT));

    private static final Map<String, MessageFact> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageFact::attribute, fact -> fact));

    private final String attribute;
    private final Optional<String> macro;
    private final MacroStage stage;
    private final Optional<Event> event;

    MessageFact(String attribute, Optional<Event> event) {
        this.attribute = attribute;
        this.macro = Optional.empty();
        this.stage = MacroStage.END_OF_MESSAGE;
        this.event = event;
    }

    MessageFact(String attribute, String macro, MacroStage stage, Event usual) {
        this.attribute = attribute;
        this.macro = Optional.of(macro);
        this.stage = stage;
        this.event = Optional.of(usual);
    }

    /** The names that conditions, texts and checks may ask of. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** The macro in which an MTA tells a fact; empty for those that come with an event, and for names that are none. */
    public static Optional<String> macroOf(String attribute) {
        return of(attribute).flatMap(MessageFact::macro);
    }

    /** The fact of this name. */
    static Optional<MessageFact> of(String attribute) {
        return Optional.ofNullable(BY_NAME.get(attribute));
    }

    /** Its name. */
    String attribute() {
        return attribute;
    }

    /** The macro that has it, if one does. */
    Optional<String> macro() {
        return macro;
    }

    /** Where an MTA that can be asked sends the macro. */
    MacroStage stage() {
        return stage;
    }

    /** The event that says it; of a macro the one with which an MTA sends it, or says the same, that is not asked for macros. */
    Optional<Event> event() {
        return event;
    }
}
