package io.github.guichet.doctor;

import java.util.List;
import java.util.Set;

/** Which of Postfix's programs open the tables and sockets of a parameter. Read from the source of Postfix 3.7 to 3.12. */
final class ParameterUsers {

    private static final Set<String> REWRITE = Set.of(
            "virtual_alias_domains",
            "virtual_mailbox_domains",
            "mydestination",
            "relay_domains",
            "transport_maps",
            "relocated_maps",
            "sender_dependent_default_transport_maps",
            "sender_dependent_relayhost_maps");

    private static final Set<String> DELIVERY = Set.of("virtual_uid_maps", "virtual_gid_maps");
    private static final Set<String> LOCAL =
            Set.of("alias_maps", "mailbox_command_maps", "mailbox_transport_maps", "fallback_transport_maps");
    private static final Set<String> CLEANUP = Set.of("sender_bcc_maps", "recipient_bcc_maps", "non_smtpd_milters");

    private ParameterUsers() {}

    /** The programs; smtpd for restriction classes and whatever else an administrator has named. */
    static List<String> of(String parameter) {
        if (REWRITE.contains(parameter)) {
            return parameter.equals("relay_domains") ? List.of("trivial-rewrite", "smtpd") : List.of("trivial-rewrite");
        } else if (DELIVERY.contains(parameter)) {
            return List.of("virtual");
        } else if (LOCAL.contains(parameter)) {
            return List.of("local");
        } else if (CLEANUP.contains(parameter)) {
            return List.of("cleanup");
        } else if (parameter.equals("virtual_mailbox_maps")) {
            return List.of("smtpd", "virtual");
        } else if (parameter.equals("virtual_alias_maps") || parameter.endsWith("canonical_maps")) {
            return List.of("cleanup", "smtpd");
        } else if (parameter.startsWith("smtp_")) {
            return List.of("smtp");
        } else if (parameter.startsWith("lmtp_")) {
            return List.of("lmtp");
        } else if (parameter.startsWith("postscreen_")) {
            return List.of("postscreen");
        }
        return List.of("smtpd");
    }
}
