package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.account.BindCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One simple bind as a user, and what its result means. */
final class BindAttempt implements LdapPool.Work<BindCheck.Verdict> {

    private static final Logger LOG = LoggerFactory.getLogger(BindAttempt.class);

    private final String dn;
    private final String password;

    BindAttempt(String dn, String password) {
        this.dn = dn;
        this.password = password;
    }

    @Override
    public BindCheck.Verdict on(LiveConnection connection, Deadline deadline) throws LDAPException {
        // The control is not critical: a server without password policies ignores it.
        SimpleBindRequest request =
                new SimpleBindRequest(dn, password, new DraftBeheraLDAPPasswordPolicy10RequestControl(false));
        request.setResponseTimeoutMillis(deadline.leftMillis());
        try {
            connection.ldap().bind(request);
            return new BindCheck.Verdict.Right();
        } catch (LDAPException e) {
            if (!BindResult.isAnswer(dn, e)) {
                throw e;
            }
            // A wrong password has its line elsewhere, with the client's address; that an account is locked is only
            // known here.
            LOG.atLevel(BindResult.saysMoreThanWrong(e) ? Level.INFO : Level.DEBUG)
                    .log("bind as {}: {}", Failures.clip(dn), BindResult.reason(e));
            return new BindCheck.Verdict.Wrong();
        }
    }
}
