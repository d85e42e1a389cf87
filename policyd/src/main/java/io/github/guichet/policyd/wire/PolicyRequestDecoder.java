package io.github.guichet.policyd.wire;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a stream of bytes into requests, however the bytes are split. Every line is checked against the limits as it comes, so a peer
 * can make this hold at most {@link PolicyLimits#MAX_REQUEST} bytes. Not safe for use by several threads; one object a connection.
 *
 * <p>A line ends with LF alone. CR is a byte of a value like any other, so lines that end with CR LF make no request: there is no
 * empty line at the end.
 */
final class PolicyRequestDecoder {

    private static final String ACCESS_POLICY = "smtpd_access_policy";
    private static final byte LINE_FEED = '\n';

    private WireRequest request = new WireRequest();
    private long begun;
    private boolean complete;
    private int scanned;
    private int lineStart;

    /**
     * Reads up to the end of the next request.
     *
     * @param in is read from; stays the caller's
     * @return true when a request is complete: it can be taken until the next call. False when all bytes were read first
     * @throws PolicyWireException when the bytes are no request; the stream cannot be decoded any further
     */
    boolean next(ByteBuf in) throws PolicyWireException {
        while (in.isReadable()) {
            begin();
            request.append(in, PolicyLimits.MAX_REQUEST);
            if (scan()) {
                in.readerIndex(in.readerIndex() - (request.used() - scanned));
                request.cut(scanned);
                complete = true;
                if (!request.has(AttributeName.REQUEST, ACCESS_POLICY)) {
                    throw new PolicyWireException("no attribute request=smtpd_access_policy");
                }
                return true;
            }
            if (scanned == PolicyLimits.MAX_REQUEST) {
                throw new PolicyWireException("more than " + PolicyLimits.MAX_REQUEST + " bytes");
            }
        }
        return false;
    }

    /** The request that is complete, until the next call of {@link #next}, unless it is given away. */
    WireRequest request() {
        return request;
    }

    /** The request stays as it is, for whoever has it. */
    void giveAway() {
        request = new WireRequest();
        complete = false;
        restart();
    }

    /** How many requests were begun, the current one included. */
    long begun() {
        return begun;
    }

    /** Whether a request was begun and is not complete. */
    boolean unfinished() {
        return !complete && scanned > 0;
    }

    private void begin() {
        if (complete) {
            request.clear();
            complete = false;
            restart();
        }
        if (scanned == 0) {
            begun++;
        }
    }

    private void restart() {
        scanned = 0;
        lineStart = 0;
    }

    /** Looks at what is new: whether it ends the request. Afterwards {@link #scanned} is the end of it. */
    private boolean scan() throws PolicyWireException {
        byte[] bytes = request.bytes();
        int used = request.used();
        int at = scanned;
        for (; at <= used - ByteWord.BYTES; at += ByteWord.BYTES) {
            long word = ByteWord.at(bytes, at);
            if (ByteWord.hasZero(word)) {
                break; // where it is shows below: behind the end of this request it is none of ours
            }
            for (long ends = ByteWord.equal(word, LINE_FEED); ends != 0; ends = ByteWord.withoutFirst(ends)) {
                if (endsRequest(at + ByteWord.first(ends))) {
                    return true;
                }
            }
        }
        for (; at < used; at++) {
            if (bytes[at] == 0) {
                throw new PolicyWireException("a NUL byte");
            }
            if (bytes[at] == LINE_FEED && endsRequest(at)) {
                return true;
            }
        }
        scanned = used;
        if (used - lineStart > PolicyLimits.MAX_LINE) {
            throw lineTooLong();
        }
        return false;
    }

    /** Notes the line that ends here; whether it is the empty one. */
    private boolean endsRequest(int end) throws PolicyWireException {
        int start = lineStart;
        if (end == start) {
            scanned = end + 1;
            return true;
        }
        if (end - start > PolicyLimits.MAX_LINE) {
            throw lineTooLong();
        }
        if (request.bytes()[start] == '=') {
            throw new PolicyWireException("an attribute without a name");
        }
        if (request.count() == PolicyLimits.MAX_ATTRIBUTES) {
            throw new PolicyWireException("more than " + PolicyLimits.MAX_ATTRIBUTES + " attributes");
        }
        if (!request.add(start, end)) {
            throw new PolicyWireException(
                    isCarriageReturn(end) ? "lines end with CR LF (expected: LF alone)" : "a line without '='");
        }
        lineStart = end + 1;
        return false;
    }

    private boolean isCarriageReturn(int end) {
        return end == lineStart + 1 && request.bytes()[lineStart] == '\r';
    }

    private static PolicyWireException lineTooLong() {
        return new PolicyWireException("a line of more than " + PolicyLimits.MAX_LINE + " bytes");
    }
}
