package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.key.MailAddress;
import java.util.Optional;

/**
 * An address whose owners are looked for: the sender, or the same address in the domain that its alias domain stands for.
 *
 * @param address the address
 * @param switches which rights there are in its domain
 * @param aliasDomain the map that led here from an alias domain; then that is the right, whatever gives it here
 */
record Place(MailAddress address, SendAsSwitches switches, Optional<String> aliasDomain) {

    SendAsRight right(SendAsRight here) {
        return aliasDomain.isPresent() ? SendAsRight.ALIAS_DOMAIN : here;
    }

    String via(String here) {
        return aliasDomain.isEmpty() ? here : here.isEmpty() ? aliasDomain.get() : aliasDomain.get() + ", " + here;
    }
}
