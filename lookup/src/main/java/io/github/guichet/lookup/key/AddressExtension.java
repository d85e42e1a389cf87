package io.github.guichet.lookup.key;

/** Where the extension of a local part begins, as split_addr() of Postfix finds it. */
final class AddressExtension {

    private AddressExtension() {}

    /**
     * Finds the delimiter.
     *
     * @param local a local part without quotes
     * @return the index of the first delimiter; -1 when the local part has no extension
     */
    static int start(String local, AddressConfig config) {
        String delimiters = config.recipientDelimiter();
        int at = -1;
        for (int i = 0; i < local.length() && at < 0; i++) {
            if (delimiters.indexOf(local.charAt(i)) >= 0) {
                at = i;
            }
        }
        // A local part is never cut down to nothing.
        return at <= 0 || isWhole(local, config) ? -1 : at;
    }

    private static boolean isWhole(String local, AddressConfig config) {
        if (local.equalsIgnoreCase("mailer-daemon")
                || local.equalsIgnoreCase("postmaster")
                || local.equalsIgnoreCase(config.doubleBounceSender())) {
            return true;
        }
        if (!config.ownerRequestSpecial() || config.recipientDelimiter().indexOf('-') < 0) {
            return false;
        }
        return local.regionMatches(true, 0, "owner-", 0, 6)
                || (local.length() > 8 && local.regionMatches(true, local.length() - 8, "-request", 0, 8));
    }
}
