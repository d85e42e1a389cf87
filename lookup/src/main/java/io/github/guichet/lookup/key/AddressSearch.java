package io.github.guichet.lookup.key;

import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.key.AddressRule.Forms;
import io.github.guichet.lookup.key.AddressRule.Partial;
import io.github.guichet.lookup.key.AddressRule.Result;

/** Walks the keys of an address. Each step may have a key, or none and then the next step is tried. */
final class AddressSearch extends KeySearch {

    /** In the order of mail_addr_find(); the second of a pair is the other form of a quoted address. */
    private enum Step {
        FULL,
        FULL_OTHER,
        BARE,
        BARE_OTHER,
        LOCAL,
        LOCAL_OTHER,
        BARE_LOCAL,
        BARE_LOCAL_OTHER,
        AT_DOMAIN,
        DOMAIN,
        LOCAL_AT,
        LOCAL_AT_OTHER,
        BARE_LOCAL_AT,
        BARE_LOCAL_AT_OTHER
    }

    private static final Step[] STEPS = Step.values();

    private final AddressRule rule;
    private final String asked;
    private final boolean quoted;
    /** The local part without quotes, folded; the whole key where there is no domain. */
    private final String local;
    /** The same without extension; empty where there is none. */
    private final String bare;

    private final String bareAsAsked;
    private final String extension;
    private final boolean hasDomain;
    /** With {@code @}, folded; empty where there is none. */
    private String atDomain;

    private String otherDomain;
    private boolean second;
    private String parent = "";
    private int next;
    private boolean cut;

    AddressSearch(AddressRule rule, String key) {
        this.rule = rule;
        AddressConfig config = rule.config();
        this.asked = config.fold(key);
        int end = QuotedLocal.end(key);
        this.quoted = end >= 0;
        int at = quoted ? (end < key.length() ? end : -1) : key.lastIndexOf('@');
        String localAsAsked = at < 0 ? key : key.substring(0, at);
        String plain = quoted ? QuotedLocal.unquote(localAsAsked) : localAsAsked;
        String domain = at < 0 ? "" : key.substring(at + 1);
        this.hasDomain = at >= 0;
        this.local = config.fold(plain);
        this.atDomain = hasDomain ? "@" + config.fold(domain) : "";
        String other = DomainForm.other(domain);
        this.otherDomain = other.isEmpty() ? "" : "@" + other;
        int delimiter = AddressExtension.start(plain, config);
        this.extension = delimiter < 0 ? "" : plain.substring(delimiter);
        this.bareAsAsked = delimiter < 0 ? "" : plain.substring(0, delimiter);
        this.bare = config.fold(bareAsAsked);
    }

    @Override
    public boolean advance() {
        while (next < STEPS.length || useOtherDomain()) {
            String candidate = candidate(STEPS[next++]);
            if (!candidate.isEmpty()) {
                return offer(candidate);
            }
        }
        return false;
    }

    /** The whole search again with the domain in its other form. Nothing comes out worse than without. */
    private boolean useOtherDomain() {
        if (otherDomain.isEmpty()) {
            return false;
        }
        atDomain = otherDomain;
        otherDomain = "";
        second = true;
        next = 0;
        return true;
    }

    private String candidate(Step step) {
        cut = false;
        return switch (step) {
            case FULL -> second ? written(local, atDomain) : asked;
            case FULL_OTHER -> other(local, atDomain);
            case BARE -> cut(written(bare, atDomain));
            case BARE_OTHER -> cut(other(bare, atDomain));
            case LOCAL -> isLocal() ? written(local, "") : "";
            case LOCAL_OTHER -> isLocal() ? other(local, "") : "";
            case BARE_LOCAL -> isLocal() ? cut(written(bare, "")) : "";
            case BARE_LOCAL_OTHER -> isLocal() ? cut(other(bare, "")) : "";
            case AT_DOMAIN -> rule.partial() instanceof Partial.LocalPartThenAtDomain ? atDomain : "";
            case DOMAIN -> domain();
            case LOCAL_AT -> asksLocalPartAt() ? written(local, "@") : "";
            case LOCAL_AT_OTHER -> asksLocalPartAt() ? other(local, "@") : "";
            case BARE_LOCAL_AT -> asksLocalPartAt() ? cut(written(bare, "@")) : "";
            case BARE_LOCAL_AT_OTHER -> asksLocalPartAt() ? cut(other(bare, "@")) : "";
        };
    }

    private String cut(String candidate) {
        if (bare.isEmpty()) {
            return "";
        }
        cut = true;
        return candidate;
    }

    /** A local part in the form that was asked. */
    private String written(String part, String suffix) {
        return (quoted ? QuotedLocal.quote(part) : part).concat(suffix);
    }

    /** A local part in the form that was not asked; empty when that is the same. */
    private String other(String part, String suffix) {
        if (rule.forms() == Forms.AS_ASKED) {
            return "";
        }
        String quotedPart = QuotedLocal.quote(part);
        return quotedPart.equals(part) ? "" : (quoted ? part : quotedPart).concat(suffix);
    }

    private boolean isLocal() {
        return hasDomain
                && rule.partial() instanceof Partial.LocalPartThenAtDomain
                && rule.config().isLocal(atDomain.substring(1));
    }

    private boolean asksLocalPartAt() {
        return hasDomain && !second && rule.partial() instanceof Partial.Domain domain && domain.localPartAt();
    }

    private String domain() {
        if (!hasDomain || !(rule.partial() instanceof Partial.Domain domain)) {
            return "";
        }
        String name = parent.isEmpty() ? atDomain.substring(1) : parent;
        parent = name.isEmpty() ? "" : domain.parents().after(name);
        if (second && !DomainForm.hasForms(parent)) {
            parent = ""; // reads the same in both forms and has been asked
        }
        if (!parent.isEmpty()) {
            next--; // this step again
        }
        return name;
    }

    @Override
    public String extension() {
        return cut ? extension : "";
    }

    @Override
    public Found conclude(Found found) {
        if (!cut || rule.result() == Result.TEXT) {
            return found;
        }
        // Postfix puts the local part before a bare @domain, but it would put the one with the extension there.
        String value = found.value().startsWith("@") ? QuotedLocal.quote(bareAsAsked) + found.value() : found.value();
        String result = rule.result() == Result.ADDRESSES_WITH_EXTENSION ? AddressList.append(value, extension) : value;
        return result.equals(found.value()) ? found : new Found(result);
    }
}
