package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.security.cert.CertificateException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the library's exceptions mean, in words for an administrator and without a secret. */
final class Failures {

    private static final Set<ResultCode> BROKEN = Set.of(
            ResultCode.SERVER_DOWN,
            ResultCode.CONNECT_ERROR,
            ResultCode.UNAVAILABLE,
            ResultCode.BUSY,
            ResultCode.ENCODING_ERROR,
            ResultCode.LOCAL_ERROR);
    private static final int MAX_CHARS = 300;

    private Failures() {}

    /** Whether another connection, perhaps to another server, may do better. */
    static boolean isBroken(LDAPException e) {
        return BROKEN.contains(e.getResultCode());
    }

    static SourceException connecting(LdapServer server, String step, Exception e) {
        return new SourceException(SourceFailure.CONNECT, server + ": " + step + ": " + cause(e), e);
    }

    static SourceException asking(LdapServer server, LDAPException e) {
        SourceFailure failure = isBroken(e) ? SourceFailure.CONNECT : SourceFailure.QUERY;
        return new SourceException(failure, server + ": " + said(e), e);
    }

    static SourceException late(LdapServer server) {
        return new SourceException(SourceFailure.DEADLINE, server + " did not answer in time");
    }

    private static String said(LDAPException e) {
        String diagnostic = e.getDiagnosticMessage();
        String detail = diagnostic == null || diagnostic.isBlank() ? e.getMessage() : diagnostic;
        if (ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())
                && ResultCode.NO_SUCH_OBJECT.getName().equals(detail)) {
            detail = "the base of the search is not there, or this user may not see it";
        }
        return clip(e.getResultCode().getName() + " (" + e.getResultCode().intValue() + "): " + detail);
    }

    /** The innermost cause says most; a certificate's judgement says more than the alert made of it. */
    private static String cause(Exception e) {
        Throwable inner = e;
        for (Throwable t = e; t != null; t = next(t)) {
            if (t instanceof CertificateException && t.getMessage() != null) {
                return clip(t.getMessage());
            }
            inner = t;
        }
        if (inner instanceof LDAPException ldap) {
            return said(ldap);
        }
        String message = inner.getMessage();
        return clip(message == null ? inner.getClass().getSimpleName() : message);
    }

    private static @Nullable Throwable next(Throwable t) {
        return t.getCause() == t ? null : t.getCause();
    }

    /** On one line, and not too long. */
    static String clip(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) + "..." : line;
    }
}
