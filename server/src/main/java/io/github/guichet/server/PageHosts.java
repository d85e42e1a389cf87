package io.github.guichet.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Under which names the pages for people are given out. A browser that is lured to a name whose owner lets it point at this machine
 * ("DNS rebinding") would show him what they say, although he cannot reach the listener himself. Such a name has a dot and is none of
 * ours. Immutable.
 */
public final class PageHosts {

    static final String REFUSAL = "This page is not given out under that name. Use the address of the machine instead,"
            + " or add the name to host-names in the section [metrics].\n";

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Set<String> names = new HashSet<>();

    private PageHosts(Collection<String> names) {
        names.forEach(name -> this.names.add(plain(name)));
    }

    /** These names, besides addresses and names without a dot. */
    public static PageHosts of(Collection<String> names) {
        return new PageHosts(names);
    }

    /** These names and the one of this machine. */
    public static PageHosts withThisMachine(Collection<String> names) {
        Collection<String> all = new HashSet<>(names);
        try {
            all.add(Files.readString(HOST_NAME).strip());
        } catch (IOException e) {
            return of(all); // then it is known by its addresses only
        }
        return of(all);
    }

    /**
     * Whether a page may be given out.
     *
     * @param host the field Host of the request; empty when it has none, as only programs do
     */
    boolean allow(String host) {
        String name = plain(PORT.matcher(host).replaceFirst(""));
        return name.indexOf('.') < 0 // localhost, an IPv6 address in brackets, a name of the local network
                || IPV4.matcher(name).matches()
                || name.startsWith("[")
                || name.endsWith(".localhost")
                || names.contains(name);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
