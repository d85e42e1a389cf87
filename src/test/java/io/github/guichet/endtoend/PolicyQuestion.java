package io.github.guichet.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A request of Postfix's policy protocol, as smtpd(8) of Postfix 3.10 words it. */
public record PolicyQuestion(Map<String, String> attributes) {

    private static final AtomicLong TRANSACTION = new AtomicLong();

    /** At RCPT, from nobody who logged in; each is of another mail transaction. */
    public static PolicyQuestion rcpt(String sender, String recipient) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("request", "smtpd_access_policy");
        attributes.put("protocol_state", "RCPT");
        attributes.put("protocol_name", "ESMTP");
        attributes.put("client_address", "198.51.100.7");
        attributes.put("client_name", "client.test");
        attributes.put("client_port", "40000");
        attributes.put("reverse_client_name", "client.test");
        attributes.put("server_address", "127.0.0.1");
        attributes.put("server_port", "25");
        attributes.put("helo_name", "client.test");
        attributes.put("sender", sender);
        attributes.put("recipient", recipient);
        attributes.put("recipient_count", "0");
        attributes.put("queue_id", "");
        attributes.put("instance", "1a2b.65f00000.1." + TRANSACTION.incrementAndGet());
        attributes.put("size", "1000");
        attributes.put("etrn_domain", "");
        attributes.put("stress", "");
        attributes.put("sasl_method", "");
        attributes.put("sasl_username", "");
        attributes.put("sasl_sender", "");
        attributes.put("ccert_subject", "");
        attributes.put("ccert_issuer", "");
        attributes.put("ccert_fingerprint", "");
        attributes.put("ccert_pubkey_fingerprint", "");
        attributes.put("encryption_protocol", "TLSv1.3");
        attributes.put("encryption_cipher", "TLS_AES_256_GCM_SHA384");
        attributes.put("encryption_keysize", "256");
        attributes.put("policy_context", "");
        attributes.put("compatibility_level", "3.6");
        attributes.put("mail_version", "3.10.4");
        return new PolicyQuestion(attributes);
    }

    /** At the end of a message of somebody who logged in, for so many recipients, who are not named. */
    public static PolicyQuestion endOfMessage(String login, int recipients) {
        return rcpt(login, "")
                .with("protocol_state", "END-OF-MESSAGE")
                .with("recipient_count", Integer.toString(recipients))
                .with("queue_id", "4ABC")
                .as(login);
    }

    /** The same of somebody who logged in. */
    public PolicyQuestion as(String login) {
        return with("sasl_method", "PLAIN").with("sasl_username", login);
    }

    /** The same with one attribute set, in its place or at the end. */
    public PolicyQuestion with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(name, value);
        return new PolicyQuestion(more);
    }

    /** As it is sent. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As it is sent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        attributes.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.append('\n').toString();
    }
}
