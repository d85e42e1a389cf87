package io.github.guichet.lookup.condition;

import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A list of names of hosts: {@code mx.example.org}, {@code .example.org} for all names below. Case does not matter. */
final class HostValues implements Predicate<Facts> {

    private final String fact;
    private final Set<String> names = new HashSet<>();
    private final Set<String> parents = new HashSet<>();

    HostValues(String fact, List<String> values) throws ConditionException {
        this.fact = fact;
        for (String value : values) {
            if (!KeyCheck.canExist(value) || value.equals(".") || value.indexOf('*') >= 0) {
                throw new ConditionException("\"" + Shown.of(value)
                        + "\" is no name of a host; allowed: mx.example.org, .example.org for all names below it");
            }
            if (value.startsWith(".")) {
                parents.add(MailAddress.domainIdentity(value.substring(1)));
            } else {
                names.add(MailAddress.domainIdentity(value));
            }
        }
    }

    @Override
    public boolean test(Facts facts) {
        String value = facts.fact(fact);
        if (value.isEmpty()) {
            return false;
        }
        String name = MailAddress.domainIdentity(value);
        return names.contains(name) || isBelow(name, parents);
    }

    /** Whether a folded name lies below one of these, of which it is none itself. */
    static boolean isBelow(String name, Set<String> parents) {
        if (parents.isEmpty()) {
            return false;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (parents.contains(name.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
