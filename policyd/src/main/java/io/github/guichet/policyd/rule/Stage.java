package io.github.guichet.policyd.rule;

/** {@code protocol_state}: where in the SMTP session Postfix asks. */
public enum Stage {
    CONNECT("CONNECT"),
    EHLO("EHLO"),
    HELO("HELO"),
    MAIL("MAIL"),
    RCPT("RCPT"),
    DATA("DATA"),
    END_OF_MESSAGE("END-OF-MESSAGE"),
    VRFY("VRFY"),
    ETRN("ETRN"),
    /** Something that no Postfix up to 3.12 says, or nothing. */
    OTHER("");

    private final String word;

    Stage(String word) {
        this.word = word;
    }

    /** As Postfix writes it; empty for {@link #OTHER}. */
    public String word() {
        return word;
    }
}
