package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code check_policy_service} in a list of restrictions.
 *
 * @param address whom it asks
 * @param timeout its own, in milliseconds
 */
record PolicyReference(PeerAddress address, OptionalLong timeout) {

    private static final Pattern CHECK =
            Pattern.compile("check_policy_service[\\s,]+(?:\\{\\s*([^}]*)\\}|([^\\s,{}]+))");
    private static final Pattern TIMEOUT = Pattern.compile("[\\s,{]timeout\\s*=\\s*([0-9]+[smhdw]?)");

    /** All in a value. */
    static List<PolicyReference> in(String value) {
        List<PolicyReference> references = new ArrayList<>();
        Matcher matcher = CHECK.matcher(value);
        while (matcher.find()) {
            String text = Optional.ofNullable(matcher.group(1))
                    .or(() -> Optional.ofNullable(matcher.group(2)))
                    .orElse("")
                    .strip();
            Matcher timeout = TIMEOUT.matcher(text);
            OptionalLong millis =
                    timeout.find() ? OptionalLong.of(PostfixConfig.millis(timeout.group(1))) : OptionalLong.empty();
            PeerAddress.parse(text.split("[\\s,]+", 2)[0])
                    .ifPresent(address -> references.add(new PolicyReference(address, millis)));
        }
        return references;
    }
}
