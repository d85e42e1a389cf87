package io.github.guichet.lookup.key;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which parameter is searched how. Read from the source of Postfix 3.7 to 3.12. */
final class Parameters {

    static final Map<String, SearchKind> KINDS = kinds();

    private Parameters() {}

    private static Map<String, SearchKind> kinds() {
        Map<String, SearchKind> kinds = new HashMap<>();
        addressMaps(kinds);
        domainLists(kinds);
        clients(kinds);
        access(kinds);
        delivery(kinds);
        return Map.copyOf(kinds);
    }

    private static void put(Map<String, SearchKind> kinds, SearchKind kind, String... parameters) {
        for (String parameter : parameters) {
            kinds.put(parameter, kind);
        }
    }

    private static void addressMaps(Map<String, SearchKind> kinds) {
        put(kinds, SearchKind.VIRTUAL, "virtual_alias_maps");
        put(kinds, SearchKind.CANONICAL, "canonical_maps", "sender_canonical_maps", "recipient_canonical_maps");
        put(kinds, SearchKind.GENERIC, "smtp_generic_maps", "lmtp_generic_maps");
        put(
                kinds,
                SearchKind.ADDRESS,
                "virtual_mailbox_maps",
                "virtual_uid_maps",
                "virtual_gid_maps",
                "relay_recipient_maps",
                "local_recipient_maps",
                "smtpd_sender_login_maps",
                "sender_bcc_maps",
                "recipient_bcc_maps",
                "relocated_maps",
                "sender_dependent_default_transport_maps",
                "sender_dependent_relayhost_maps",
                "address_verify_sender_dependent_default_transport_maps",
                "address_verify_sender_dependent_relayhost_maps");
        put(kinds, SearchKind.TRANSPORT, "transport_maps", "address_verify_transport_maps");
        put(kinds, SearchKind.PASSWORD, "smtp_sasl_password_maps", "lmtp_sasl_password_maps");
    }

    private static void domainLists(Map<String, SearchKind> kinds) {
        put(kinds, SearchKind.DOMAIN_LIST, "relay_domains", "fast_flush_domains");
        put(
                kinds,
                SearchKind.NAME,
                "virtual_alias_domains",
                "virtual_mailbox_domains",
                "mydestination",
                "masquerade_exceptions",
                "smtp_connection_cache_destinations",
                "lmtp_connection_cache_destinations");
        put(kinds, SearchKind.NEXT_HOP, "smtp_tls_policy_maps", "lmtp_tls_policy_maps", "tls_server_sni_maps");
    }

    private static void clients(Map<String, SearchKind> kinds) {
        put(
                kinds,
                SearchKind.CLIENT_LIST,
                "mynetworks",
                "debug_peer_list",
                "permit_mx_backup_networks",
                "qmqpd_authorized_clients",
                "smtpd_client_event_limit_exceptions");
        put(kinds, SearchKind.NEWLINE_CLIENT_LIST, "smtpd_forbid_bare_newline_exclusions");
        put(
                kinds,
                SearchKind.DOTTED_CLIENT_LIST,
                "smtpd_authorized_verp_clients",
                "smtpd_authorized_xclient_hosts",
                "smtpd_authorized_xforward_hosts",
                "smtpd_sasl_exceptions_networks");
        put(
                kinds,
                SearchKind.PEER,
                "smtpd_tls_loglevel_maps",
                "smtp_tls_loglevel_maps",
                "lmtp_tls_loglevel_maps",
                "postscreen_tls_loglevel_maps");
        put(
                kinds,
                SearchKind.AS_IS,
                "smtpd_discard_ehlo_keyword_address_maps",
                "postscreen_discard_ehlo_keyword_address_maps",
                "smtpd_milter_maps",
                "postscreen_dnsbl_reply_map");
        put(kinds, SearchKind.WHOLE, "postscreen_access_list", "postscreen_allowlist_interfaces");
    }

    private static void access(Map<String, SearchKind> kinds) {
        for (String what : List.of("client", "reverse_client_hostname", "helo", "sender", "recipient")) {
            for (String server : List.of("a", "mx", "ns")) {
                kinds.put("check_" + what + "_" + server + "_access", SearchKind.CLIENT_ACCESS);
            }
        }
        put(kinds, SearchKind.CLIENT_ACCESS, "check_client_access", "check_reverse_client_hostname_access");
        put(kinds, SearchKind.NAME_ACCESS, "check_helo_access", "check_etrn_access");
        put(kinds, SearchKind.ADDRESS_ACCESS, "check_sender_access", "check_recipient_access");
        put(
                kinds,
                SearchKind.WHOLE,
                "check_sasl_access",
                "check_ccert_access",
                "relay_clientcerts",
                "rbl_reply_maps",
                "local_login_sender_maps",
                "authorized_flush_users",
                "authorized_mailq_users",
                "authorized_submit_users");
    }

    private static void delivery(Map<String, SearchKind> kinds) {
        put(kinds, SearchKind.WHOLE, "alias_maps", "smtp_tls_per_site", "lmtp_tls_per_site");
        put(
                kinds,
                SearchKind.AS_IS,
                "mailbox_command_maps",
                "mailbox_transport_maps",
                "fallback_transport_maps",
                "smtp_discard_ehlo_keyword_address_maps",
                "lmtp_discard_lhlo_keyword_address_maps",
                "smtp_pix_workaround_maps",
                "lmtp_pix_workaround_maps");
    }
}
