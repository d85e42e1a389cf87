package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.wire.OutLine;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The lines that end a request, for one client's version. A client of minor version 0 gets no field that it does not know, and
 * none that would need an escape.
 */
final class ClientReplies {

    /** What a Dovecot client can read; Exim reads 8192 bytes, and gets only a name and a reason. */
    static final int LONGEST = 16_384;

    private static final int LONGEST_PLAIN_TEXT = 2000;

    /** Fields with a place of their own in the protocol: a source must not forge them. */
    private static final Set<String> RESERVED = Set.of("user", "password", "resp", "code");

    private final boolean plainText;

    ClientReplies(long minor) {
        this.plainText = minor <= Minor.PLAIN_TEXT;
    }

    OutLine ok(AuthCommand command, Accepted accepted, byte[] additional) {
        OutLine line = OutLine.of("OK").field(command.id()).field("user", text(accepted.user()));
        if (!plainText) {
            for (Map.Entry<String, String> field : accepted.fields().fields().entrySet()) {
                if (passedOn(field.getKey(), command, accepted)) {
                    add(line, field.getKey(), field.getValue());
                }
            }
            if (additional.length > 0) {
                line.field("resp", Base64Text.encode(additional));
            }
        }
        return line;
    }

    /** The password of the other server is for who connects to it, nobody else. */
    private static boolean passedOn(String name, AuthCommand command, Accepted accepted) {
        if (name.equals("pass")) {
            return accepted.fields().has("proxy") && !command.nologin();
        }
        return !name.isEmpty() && !RESERVED.contains(name) && !name.startsWith("userdb_") && !name.startsWith("@");
    }

    private static void add(OutLine line, String name, String value) {
        if (value.isEmpty()) {
            line.field(name);
        } else {
            line.field(name, value);
        }
    }

    OutLine fail(long id, Refused refused) {
        return fail(id, refused.user(), code(refused.reason()), refused.text());
    }

    private static String code(Reason reason) {
        return switch (reason) {
            case CREDENTIALS -> "";
            case DISABLED -> "user_disabled";
            case EXPIRED -> "pass_expired";
            case AUTHORIZATION -> "authz_fail";
            case MECHANISM -> "auth_mech_invalid";
        };
    }

    /** Empty texts are left out. */
    OutLine fail(long id, String user, String code, String reason) {
        OutLine line = OutLine.of("FAIL").field(id);
        if (!user.isEmpty()) {
            line.field("user", text(user));
        }
        if (!code.isEmpty()) {
            line.field("code", code);
        }
        if (!reason.isEmpty()) {
            line.field("reason", text(reason));
        }
        return line;
    }

    private String text(String value) {
        if (!plainText) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value);
        for (int i = 0; i < plain.length(); i++) {
            if (plain.charAt(i) < ' ' || plain.charAt(i) == 0x7f) {
                plain.setCharAt(i, '?');
            }
        }
        if (plain.length() > LONGEST_PLAIN_TEXT) {
            plain.setLength(LONGEST_PLAIN_TEXT);
        }
        return plain.toString();
    }

    /** Whether the client can read the line; a longer one makes it close the connection. */
    static boolean fits(OutLine line) {
        String text = line.toString();
        return text.length() < LONGEST / 3 || text.getBytes(StandardCharsets.UTF_8).length < LONGEST;
    }
}
