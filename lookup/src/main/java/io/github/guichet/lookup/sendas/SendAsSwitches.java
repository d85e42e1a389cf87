package io.github.guichet.lookup.sendas;

/**
 * Which rights there are for addresses of a domain. What a map gives to a login by the whole address always counts.
 *
 * @param ownAddress a login may send as the address that it is called like
 * @param extension it may send as the address with an extension, of each address that it may use
 * @param alias it may send as an alias that leads only to it
 * @param aliasDomain it may send as the same address in an alias domain
 * @param catchAll entries for whole domains count, those of aliases too
 * @param groups a group that is given an address stands for its members
 * @param anyAddress those who may send as anything may send as this too
 */
public record SendAsSwitches(
        boolean ownAddress,
        boolean extension,
        boolean alias,
        boolean aliasDomain,
        boolean catchAll,
        boolean groups,
        boolean anyAddress) {

    /** All of them. */
    public static final SendAsSwitches ALL = new SendAsSwitches(true, true, true, true, true, true, true);

    /** None: only what a map gives by the whole address, as smtpd_sender_login_maps without delimiter would. */
    public static final SendAsSwitches NONE = new SendAsSwitches(false, false, false, false, false, false, false);
}
