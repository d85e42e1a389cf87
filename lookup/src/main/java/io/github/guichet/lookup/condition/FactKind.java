package io.github.guichet.lookup.condition;

/** How values of a fact are compared. */
enum FactKind {
    /** An address, or a login, which mostly looks like one. */
    ADDRESS,
    /** A host's name. */
    HOST,
    /** An address of a host. */
    NETWORK,
    /** {@code protocol_state}. */
    STATE,
    /** Anything else. */
    TEXT;

    static FactKind of(String fact) {
        return switch (fact) {
            case "sender", "recipient", "sasl_username", "sasl_sender" -> ADDRESS;
            case "client_name", "reverse_client_name", "helo_name", "etrn_domain", "tls_sni" -> HOST;
            case "client_address", "server_address" -> NETWORK;
            case "protocol_state" -> STATE;
            default -> TEXT;
        };
    }

    /** Whether Postfix says {@code unknown} of this fact where it has no value. */
    static boolean maySayUnknown(String fact) {
        return fact.startsWith("client_") || fact.equals("reverse_client_name");
    }

    /** Whether the fact is an address as a client wrote it, which Postfix has not rewritten yet. */
    static boolean isOfEnvelope(String fact) {
        return fact.equals("sender") || fact.equals("recipient");
    }
}
