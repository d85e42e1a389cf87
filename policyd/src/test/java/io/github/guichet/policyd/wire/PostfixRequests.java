package io.github.guichet.policyd.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests as Postfix 3.7 to 3.12 write them: the attributes of smtpd_check.c, in its order. */
final class PostfixRequests {

    private PostfixRequests() {}

    /** What every version since 3.2 sends, at the end of a message for two recipients of a client that has logged in. */
    static Map<String, String> postfix37() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("request", "smtpd_access_policy");
        all.put("protocol_state", "END-OF-MESSAGE");
        all.put("protocol_name", "ESMTP");
        all.put("client_address", "2001:db8::7");
        all.put("client_name", "laptop.example.org");
        all.put("client_port", "51022");
        all.put("reverse_client_name", "laptop.example.org");
        all.put("server_address", "2001:db8::25");
        all.put("server_port", "587");
        all.put("helo_name", "[192.168.1.5]");
        all.put("sender", "user+news=2026@example.org");
        all.put("recipient", "");
        all.put("recipient_count", "2");
        all.put("queue_id", "4dJ2Xq1Mz8z1Tn");
        all.put("instance", "6fcf.6b00a8e3.3be41.0");
        all.put("size", "10240");
        all.put("etrn_domain", "");
        all.put("stress", "");
        all.put("sasl_method", "plain");
        all.put("sasl_username", "user@example.org");
        all.put("sasl_sender", "");
        all.put("ccert_subject", "J+C3+BCrgen+20Example");
        all.put("ccert_issuer", "Example+20CA");
        all.put("ccert_fingerprint", "C2:9D:F4:87:71:73:73:D9:18:E7:C2:F3:C1:DA:6E:04");
        all.put("ccert_pubkey_fingerprint", "68:B3:29:DA:98:93:E3:40:99:C7:D8:AD:5C:B9:C9:40");
        all.put("encryption_protocol", "TLSv1.3");
        all.put("encryption_cipher", "TLS_AES_256_GCM_SHA384");
        all.put("encryption_keysize", "256");
        all.put("policy_context", "submission");
        return all;
    }

    /** The same of 3.8 to 3.11. */
    static Map<String, String> postfix310() {
        Map<String, String> all = postfix37();
        all.put("compatibility_level", "3.6");
        all.put("mail_version", "3.10.5");
        return all;
    }

    /** The same of 3.12, which has one more in the middle. */
    static Map<String, String> postfix312() {
        Map<String, String> all = new LinkedHashMap<>();
        postfix310().forEach((name, value) -> {
            all.put(name, value);
            if (name.equals("encryption_keysize")) {
                all.put("tls_sni", "mail.example.org");
            }
        });
        all.put("mail_version", "3.12-20260101");
        return all;
    }

    /** As it is on the wire. */
    static byte[] bytes(Map<String, String> attributes) {
        StringBuilder text = new StringBuilder();
        attributes.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
