package io.github.guichet.policyd.check;

/**
 * Beyond the rights themselves: what becomes of mail that they say nothing about.
 *
 * @param refuseUnauthenticated key {@code unauthenticated}: whether an address that somebody owns is refused to a client that has not
 *     logged in, as by reject_unauthenticated_sender_login_mismatch
 * @param refuseUnowned key {@code unowned}: whether an address that nobody owns is refused to a client that has, as by
 *     reject_authenticated_sender_login_mismatch, or not, as by reject_known_sender_login_mismatch
 */
public record SendAsCheckConfig(boolean refuseUnauthenticated, boolean refuseUnowned) {}
