package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.Arrays;
import java.util.Set;

/** A DN that depends on the request: what {@code auth_bind_userdn} and {@code base} are in Dovecot. */
final class DnTemplate {

    private final AccountText text;

    private DnTemplate(AccountText text) {
        this.text = text;
    }

    /**
     * Reads one.
     *
     * @throws TemplateException when it is no DN, or when a variable stands elsewhere than in a value
     */
    static DnTemplate parse(String text) throws TemplateException {
        AccountText parsed = AccountText.parse(text);
        try {
            for (RDN rdn : new DN(parsed.withMarkers()).getRDNs()) {
                if (Arrays.stream(rdn.getAttributeNames()).anyMatch(AccountText::hasMarker)) {
                    throw new TemplateException(
                            0, "a variable may only stand in a value of the DN, for example after uid=");
                }
            }
        } catch (LDAPException e) {
            throw new TemplateException(0, "not a DN: " + AccountText.withoutMarkers(String.valueOf(e.getMessage())));
        }
        return new DnTemplate(parsed);
    }

    String dn(AccountRequest request) {
        return text.dn(request);
    }

    Set<String> variables() {
        return text.variables();
    }

    boolean isDynamic() {
        return text.isDynamic();
    }
}
