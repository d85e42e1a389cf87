package io.github.guichet.lookup.key;

/** The ways in which Postfix searches the tables of its parameters; the function named is Postfix's own. */
enum SearchKind {
    /** Folded, the whole key only: maps_find(). */
    WHOLE,
    /** Not folded, the whole key only: a table opened without DICT_FLAG_FOLD_FIX. */
    AS_IS,
    /** A name without parents: string_list_match(). */
    NAME,
    /** A domain and its parents: domain_list_match(). */
    DOMAIN_LIST,
    /** A client's name and parents, or its address: namadr_list_match(). */
    CLIENT_LIST,
    /** The same for lists that know no {@code parent_domain_matches_subdomains}. */
    DOTTED_CLIENT_LIST,
    /** The same for the list that takes the setting of {@code mynetworks}. */
    NEWLINE_CLIENT_LIST,
    /** A host's name and parents, or its address and networks, with a setting of its own: yana_policy_lookup(). */
    PEER,
    /** The same for access tables: check_namadr_access(), check_server_access(). */
    CLIENT_ACCESS,
    /** A name and its parents, but a number stands for itself: check_domain_access(). */
    NAME_ACCESS,
    /** A TLS policy: tls_policy_lookup(). */
    NEXT_HOP,
    /** mail_addr_find() with its defaults. */
    ADDRESS,
    /** mail_addr_map_opt() of canonical maps. */
    CANONICAL,
    /** mail_addr_map_opt() of virtual aliases. */
    VIRTUAL,
    /** mail_addr_map_opt() of smtp(8). */
    GENERIC,
    /** smtp_sasl_passwd_lookup(). */
    PASSWORD,
    /** transport_lookup(). */
    TRANSPORT,
    /** check_mail_access(). */
    ADDRESS_ACCESS
}
