package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariablePiece;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with Dovecot's variables in a search: a filter, a DN, the name or the value of a field. The last two may also use what
 * was found.
 *
 * <pre>
 * %{ldap:mail}  %{ldap:mail:nobody@example.org}  the first value of the attribute, or what stands behind the second colon
 * %{ldap_ptr:storeName}                          the first value of the attribute whose name is the value of storeName
 * %{ldap_dn}                                     the DN of the entry
 * %$                                             the value of the attribute in front of the field
 * </pre>
 */
final class AccountText {

    // A private-use character stands for each variable while a filter or a DN is taken apart.
    private static final String MARKER = "\uE000";
    private static final Set<String> FUNCTIONS = Set.of("ldap", "ldap_ptr", "ldap_dn");
    /** {@code %Dd} and {@code %{domain | ldap_dn}} make several values of a DN out of a domain. */
    private static final Pattern MAKES_DN = Pattern.compile("%[-.0-9]*[A-Z]*D.+|.*\\|\\s*ldap_dn\\s*}", Pattern.DOTALL);

    private static final String DN_SEPARATOR = ",dc=";

    private final VariableTemplate template;

    private AccountText(VariableTemplate template) {
        this.template = template;
    }

    /** Reads a text that is filled in before anybody was asked. */
    static AccountText parse(String text) throws TemplateException {
        return new AccountText(VariableTemplate.parse(text));
    }

    /** Reads a text that also knows the entry that was found. */
    static AccountText parseWithEntry(String text) throws TemplateException {
        return new AccountText(VariableTemplate.parse(text, AccountText::isOfEntry));
    }

    private static boolean isOfEntry(String variable) {
        return variable.equals("$") || (FUNCTIONS.contains(attribute(variable)) && variable.indexOf('|') < 0);
    }

    /** As written. */
    String text() {
        return template.text();
    }

    boolean isDynamic() {
        return template.isDynamic();
    }

    /** The facts that it uses, besides what it wants to know of the entry. */
    Set<String> variables() {
        return template.facts().stream().filter(fact -> !isOfEntry(fact)).collect(Collectors.toSet());
    }

    /** What it wants to know of the entry, each {@code $} or what stands in the braces. */
    Set<String> entryWants() {
        return template.facts().stream().filter(AccountText::isOfEntry).collect(Collectors.toSet());
    }

    /** The attributes that it names, {@code name} or {@code name@other}. */
    Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        for (String want : entryWants()) {
            int colon = want.indexOf(':');
            if (colon > 0) {
                names.add(attribute(want.substring(colon + 1)));
            }
        }
        return names;
    }

    /** What stands before the first colon. */
    static String attribute(String wanted) {
        int colon = wanted.indexOf(':');
        return colon < 0 ? wanted : wanted.substring(0, colon);
    }

    /** The text for a request. */
    String fill(AccountRequest request) {
        return template.expand(request);
    }

    /** The filter for a request. */
    String filter(AccountRequest request) {
        return template.expand(request, AccountQuoting::filter);
    }

    /** The DN for a request. */
    String dn(AccountRequest request) {
        StringBuilder out = new StringBuilder();
        for (VariablePiece piece : template.pieces()) {
            boolean domain = piece instanceof VariablePiece.Expression expression
                    && MAKES_DN.matcher(text().substring(expression.offset(), expression.end()))
                            .matches()
                    // Only dots make new values; a comma of somebody's own makes none.
                    && request.user().indexOf(',') < 0;
            UnaryOperator<String> quote = domain ? AccountText::quoteEach : AccountQuoting::dn;
            out.append(VariableTemplate.expand(List.of(piece), request, quote));
        }
        return out.toString();
    }

    private static String quoteEach(String domain) {
        return Arrays.stream(domain.split(DN_SEPARATOR, -1))
                .map(AccountQuoting::dn)
                .collect(Collectors.joining(DN_SEPARATOR));
    }

    String withMarkers() {
        StringBuilder out = new StringBuilder();
        for (VariablePiece piece : template.pieces()) {
            out.append(piece instanceof VariablePiece.Literal literal ? literal.text() : MARKER);
        }
        return out.toString();
    }

    static boolean hasMarker(String text) {
        return text.contains(MARKER);
    }

    static String withoutMarkers(String text) {
        return text.replace(MARKER, "%u");
    }
}
