package io.github.guichet.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields that lines of the log have. What a field holds is known from its name, so that whoever writes the line can shorten
 * addresses without having to guess what is one.
 */
public enum LogField {
    /** The name of a rule. */
    RULE(Holds.WORD),
    /** What a rule may do. */
    MODE(Holds.WORD),
    /** What it decided. */
    DECISION(Holds.WORD),
    /** The protocol state of Postfix. */
    STAGE(Holds.WORD),
    /** Who has logged in. */
    LOGIN(Holds.ADDRESS),
    /** The sender of the envelope. */
    SENDER(Holds.ADDRESS),
    /** A recipient of the envelope. */
    RECIPIENT(Holds.ADDRESS),
    /** The addresses in From:, with a comma and a blank between. */
    FROM(Holds.ADDRESSES),
    /** The client of the mail server. */
    CLIENT(Holds.IP),
    /** Postfix's name of a message. */
    QUEUE_ID(Holds.WORD),
    /** Postfix's name of a delivery to smtpd(8). */
    INSTANCE(Holds.WORD),
    /** What is done. */
    ACTION(Holds.TEXT),
    /** Why. */
    REASON(Holds.TEXT),
    /** Who wants to log in, or is locked out. */
    USER(Holds.ADDRESS),
    /** The client who wants to log in. */
    RIP(Holds.IP),
    /** What he wants to use. */
    SERVICE(Holds.WORD),
    /** A SASL mechanism. */
    MECH(Holds.WORD),
    /** The name of an application password. */
    APP_PASSWORD(Holds.WORD),
    /** The master user who logged in for somebody. */
    MASTER(Holds.ADDRESS),
    /** What came of a request. */
    RESULT(Holds.WORD),
    /** The kind of a breach. */
    KIND(Holds.WORD),
    /** Whom a limit is for: a login, a domain or a network. */
    SUBJECT(Holds.SUBJECT),
    /** A count. */
    USED(Holds.WORD),
    /** What it may be. */
    LIMIT(Holds.WORD),
    /** Whether a login was locked. */
    LOCK(Holds.WORD),
    /** Networks of clients, with commas between. */
    NETWORKS(Holds.IPS),
    /** Domains of recipients, with commas between. */
    DOMAINS(Holds.DOMAINS),
    /** The number of a notice. */
    ID(Holds.WORD),
    /** Who did it: a rule, an administrator. */
    BY(Holds.WORD),
    /** A connection and a request on it, as long as the process lives. */
    REQUEST(Holds.WORD),
    /** The name of a map. */
    MAP(Holds.WORD),
    /** What is looked up in it: an address, a domain, a network. */
    KEY(Holds.SUBJECT),
    /** What was found. */
    VALUE(Holds.TEXT),
    /** Where an answer came from. */
    SERVED(Holds.WORD),
    /** What the dict or master protocol was asked. */
    QUESTION(Holds.WORD),
    /** How long it took, in milliseconds. */
    MS(Holds.WORD);

    /** What a field holds. */
    public enum Holds {
        /** Nothing about a person. */
        WORD,
        /** Words in which addresses may be. */
        TEXT,
        /** The address or the name of a person. */
        ADDRESS,
        /** Several, with a comma and a blank between. */
        ADDRESSES,
        /** An IP address. */
        IP,
        /** Several networks, with commas between. */
        IPS,
        /** Several domains, with commas between. */
        DOMAINS,
        /** An address, a domain, an IP address or a network. */
        SUBJECT
    }

    private static final Map<String, LogField> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(LogField::word, Function.identity()));

    private final Holds holds;
    private final String word;

    LogField(Holds holds) {
        this.holds = holds;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    /** The name in the line. */
    public String word() {
        return word;
    }

    /** What it holds. */
    public Holds holds() {
        return holds;
    }

    /** The field of a name. */
    public static Optional<LogField> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
