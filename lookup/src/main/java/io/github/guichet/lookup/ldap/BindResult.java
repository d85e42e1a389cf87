package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the result code of a refused bind means: that this user may not come in, or that the directory cannot say. Whatever is
 * not surely about the user is the second, so that a fault of the directory never looks like a wrong password.
 */
final class BindResult {

    /** Active Directory says 49 for all and the reason in hexadecimal, {@code data 52e}. */
    private static final Pattern ACTIVE_DIRECTORY = Pattern.compile("\\bdata ([0-9a-fA-F]{1,8})\\b");

    private static final Map<String, String> ACTIVE_DIRECTORY_REASONS = Map.of(
            "525", "no such user",
            "52e", "the password is wrong",
            "530", "not allowed to log in at this time",
            "531", "not allowed to log in from here",
            "532", "the password has expired",
            "533", "the account is disabled",
            "701", "the account has expired",
            "773", "the password must be changed first",
            "775", "the account is locked");

    private static final Pattern ABOUT_THE_ACCOUNT =
            Pattern.compile("account|inactivat|lock|disabled|expired|intruder", Pattern.CASE_INSENSITIVE);

    /** What Active Directory says of any guess. */
    private static final Set<String> JUST_WRONG = Set.of("525", "52e");

    private BindResult() {}

    /** Whether the directory refused the user; if not, it could not say. */
    static boolean isAnswer(String dn, LDAPException e) {
        return switch (e.getResultCode().intValue()) {
            // invalidCredentials: the password is wrong, or the entry is hidden, locked or missing; RFC 4511, 4.2.2.
            case ResultCode.INVALID_CREDENTIALS_INT_VALUE -> true;
            // noSuchObject: nobody has this DN. Most directories say 49 instead, to say less.
            case ResultCode.NO_SUCH_OBJECT_INT_VALUE -> true;
            // inappropriateAuthentication: the entry has no password and so cannot log in by one.
            case ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE -> true;
            // constraintViolation: 389 Directory Server and eDirectory say so for too many wrong passwords.
            case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE -> true;
            // unwillingToPerform: 389 Directory Server and eDirectory say so of an account that is switched off,
            // OpenLDAP of
            // a server that takes no simple binds at all. Only the words tell.
            case ResultCode.UNWILLING_TO_PERFORM_INT_VALUE ->
                ABOUT_THE_ACCOUNT.matcher(said(e)).find();
            // invalidDNSyntax: the name holds what the attribute's syntax does not allow, so nobody has it; or the
            // template is wrong for everybody.
            case ResultCode.INVALID_DN_SYNTAX_INT_VALUE -> hasOddValue(dn);
            // Not the user's fault: insufficientAccessRights (50), the access rules lack "auth" for us; referral (10),
            // the entry lives on a server that gets no password from us; authMethodNotSupported (7),
            // strongerAuthRequired (8), confidentialityRequired (13), TLS is asked for; operationsError (1),
            // protocolError (2), timeLimitExceeded (3), adminLimitExceeded (11), busy (51), unavailable (52), other
            // (80);
            // and all that the library itself says when the connection breaks or nobody answers.
            default -> false;
        };
    }

    /** A value that is empty or not ASCII: what the syntaxes of mail, dc and uidNumber refuse. */
    private static boolean hasOddValue(String dn) {
        return dn.matches("(?s).*=\\s*([,+].*|$)") || dn.chars().anyMatch(c -> c > 0x7e);
    }

    /** Whether the directory told that the account is locked, expired or the like. */
    static boolean saysMoreThanWrong(LDAPException e) {
        int code = e.getResultCode().intValue();
        return policy(e).isPresent()
                || activeDirectoryCode(e)
                        .filter(data -> !JUST_WRONG.contains(data))
                        .isPresent()
                || (code != ResultCode.INVALID_CREDENTIALS_INT_VALUE && code != ResultCode.NO_SUCH_OBJECT_INT_VALUE);
    }

    /** Why, in one line for the log. */
    static String reason(LDAPException e) {
        String code = e.getResultCode().getName() + " (" + e.getResultCode().intValue() + ")";
        return policy(e)
                .or(() -> activeDirectory(e))
                .or(() -> Optional.of(said(e)).filter(text -> !text.isBlank()))
                .map(why -> code + ": " + Failures.clip(why))
                .orElse(code);
    }

    private static String said(LDAPException e) {
        return Objects.requireNonNullElse(e.getDiagnosticMessage(), "");
    }

    /** What a server says by the control of draft-behera-ldap-password-policy. */
    private static Optional<String> policy(LDAPException e) {
        if (!(e instanceof LDAPBindException bind)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(DraftBeheraLDAPPasswordPolicy10ResponseControl.get(bind.getBindResult()))
                    .map(DraftBeheraLDAPPasswordPolicy10ResponseControl::getErrorType)
                    .map(DraftBeheraLDAPPasswordPolicy10ErrorType::getName);
        } catch (LDAPException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> activeDirectoryCode(LDAPException e) {
        Matcher matcher = ACTIVE_DIRECTORY.matcher(said(e));
        return matcher.find() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static Optional<String> activeDirectory(LDAPException e) {
        return activeDirectoryCode(e).map(ACTIVE_DIRECTORY_REASONS::get);
    }
}
