package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A list of addresses: {@code user@example.org}, {@code user}, {@code @example.org} for all of a domain, {@code .example.org} for all
 * of the domains below it, {@code <>} for the null sender. Case does not matter, nor how a domain is encoded. Of a sender and
 * a recipient an address in the list stands for itself with any extension, as in access(5), and no spelling gets around it; of other
 * facts an extension is part of the address.
 */
final class AddressValues implements Predicate<Facts> {

    private final String fact;
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> parents = new HashSet<>();
    private final boolean nullSender;
    private final boolean envelope;
    private final AddressConfig config;

    AddressValues(String fact, List<String> values, AddressConfig config) throws ConditionException {
        this.fact = fact;
        this.envelope = FactKind.isOfEnvelope(fact);
        this.config = config;
        for (String value : values) {
            add(value);
        }
        nullSender = addresses.contains(NullSender.KEY);
    }

    private void add(String value) throws ConditionException {
        if (!KeyCheck.canExist(value) || value.equals("@") || value.equals(".") || value.indexOf('*') >= 0) {
            throw new ConditionException("\"" + Shown.of(value)
                    + "\" is no address; allowed: user@example.org, user, @example.org for the whole domain, .example.org for all"
                    + " domains below it" + (fact.equals("sender") ? ", <> for the null sender" : ""));
        }
        if (value.equals(NullSender.KEY) && !fact.equals("sender")) {
            throw new ConditionException("only a sender can be <>; for no value at all write false instead of a list");
        }
        if (value.startsWith("@")) {
            domains.add(MailAddress.domainIdentity(value.substring(1)));
        } else if (value.startsWith(".") && value.indexOf('@') < 0) {
            parents.add(MailAddress.domainIdentity(value.substring(1)));
        } else {
            addresses.add(MailAddress.of(value).identity(AddressConfig.DEFAULTS));
        }
    }

    @Override
    public boolean test(Facts facts) {
        String value = facts.fact(fact);
        if (value.isEmpty()) {
            return nullSender && NullSender.isSent(facts);
        }
        MailAddress address = envelope ? EnvelopeAddress.of(value, config) : MailAddress.of(value);
        if (!addresses.isEmpty() && isListed(address)) {
            return true;
        }
        if (!address.hasDomain() || (domains.isEmpty() && parents.isEmpty())) {
            return false;
        }
        String domain = MailAddress.domainIdentity(address.domain());
        return domains.contains(domain) || HostValues.isBelow(domain, parents);
    }

    private boolean isListed(MailAddress address) {
        String identity = address.identity(AddressConfig.DEFAULTS);
        if (identity.equals(NullSender.KEY)) {
            return false; // nobody can be the null sender by a quoted local part of that form
        }
        if (addresses.contains(identity)) {
            return true;
        }
        MailAddress bare = envelope ? address.bare(config) : address;
        return !bare.equals(address) && addresses.contains(bare.identity(AddressConfig.DEFAULTS));
    }
}
