package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.UserNames;
import java.util.Optional;

/**
 * Who a client says it is.
 *
 * @param given as written, without the part that names somebody to act as
 * @param user normalised: whose password it is
 * @param target normalised: whom to act as, if that is somebody else
 */
record GivenName(String given, String user, Optional<String> target) {

    /**
     * Takes names apart.
     *
     * @param separator as {@link LoginConfig#masterSeparator()}
     * @param authorization an authorization id; empty = none. It counts more than what stands before a separator
     * @return empty if there can be no such name
     */
    static Optional<GivenName> of(UserNames names, String separator, String authorization, String name) {
        int cut = separator.isEmpty() ? -1 : name.indexOf(separator.charAt(0));
        String given = cut < 0 ? name : name.substring(cut + 1);
        String target = cut >= 0 && authorization.isEmpty() ? name.substring(0, cut) : authorization;
        Optional<String> user = names.normalise(given);
        if (user.isEmpty() || (cut >= 0 && target.isEmpty())) {
            return Optional.empty();
        }
        if (target.isEmpty() || target.equals(given)) {
            return Optional.of(new GivenName(given, user.get(), Optional.empty()));
        }
        return names.normalise(target)
                .map(other ->
                        new GivenName(given, user.get(), Optional.of(other).filter(o -> !o.equals(user.get()))));
    }
}
