package io.github.guichet.milter.session;

/** A header field as it comes. Valid during the call only; what is needed later has to be copied. */
public interface IncomingField {

    /** Its name as written. */
    String name();

    /** How many bytes the value has, so that one who does not want so many need not copy them. */
    int length();

    /** A copy of its value: lines end with LF, or CR LF where the MTA sends that; without the end of the last one. */
    byte[] value();
}
