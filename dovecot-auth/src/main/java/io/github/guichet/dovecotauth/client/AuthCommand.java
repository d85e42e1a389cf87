package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.wire.Fields;
import io.github.guichet.dovecotauth.wire.Parameters;
import io.github.guichet.dovecotauth.wire.WireException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An AUTH line.
 *
 * @param nologin the client only wants to know; nobody will fetch a user record
 * @param finalRespOk the client takes the last data of a mechanism together with OK
 * @param response the initial response, in base64; absent if there is none
 */
record AuthCommand(long id, LoginRequest request, boolean nologin, boolean finalRespOk, Optional<String> response) {

    /**
     * Takes the line apart. Parameters that are not known are passed over.
     *
     * @param minor of the client's version
     * @throws WireException when it is broken: the client then cannot be trusted to know which answer is whose
     */
    static AuthCommand of(Fields fields, long minor) throws WireException {
        long id = fields.number(1);
        if (id == 0 || fields.get(2).isEmpty()) {
            throw new WireException("AUTH without a number or a mechanism");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        boolean nologin = false;
        boolean finalRespOk = false;
        Optional<String> response = Optional.empty();
        List<String> parameters = fields.from(3);
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            switch (name) {
                case "service", "protocol" -> facts.put("service", value);
                case "nologin" -> nologin = true;
                case "final-resp-ok" -> finalRespOk = true;
                case "valid-client-cert" -> facts.put("cert", "valid");
                case "resp" -> {
                    if (i < parameters.size() - 1) {
                        throw new WireException("AUTH with parameters after resp=");
                    }
                    if (!value.isEmpty() || minor >= Minor.EMPTY_RESPONSE) {
                        response = Optional.of(value);
                    }
                }
                default -> {
                    if (Parameters.isFact(name)) {
                        facts.put(name, value);
                    }
                }
            }
        }
        if (!facts.containsKey("service")) {
            throw new WireException("AUTH without service= or protocol=");
        }
        String mechanism = fields.get(2).toUpperCase(Locale.ROOT);
        return new AuthCommand(id, new LoginRequest(mechanism, facts), nologin, finalRespOk, response);
    }

    /** The same without the response, which may be a password and need not be kept. */
    AuthCommand withoutResponse() {
        return new AuthCommand(id, request, nologin, finalRespOk, Optional.empty());
    }

    /** Shows no response: it may be a password. */
    @Override
    public String toString() {
        return "AuthCommand[" + id + ", " + request.mechanism() + "]";
    }
}
