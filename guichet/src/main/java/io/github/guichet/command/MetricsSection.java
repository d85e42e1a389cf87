package io.github.guichet.command;

import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.PageHosts;
import java.util.ArrayList;
import java.util.List;

/**
 * The section {@code [metrics]}.
 *
 * @param listen where metrics, health and the status page are served
 * @param hostNames under which the page may be asked for, besides addresses and the name of this machine
 */
record MetricsSection(ListenAddress listen, List<String> hostNames) {

    /** Under which names the page is given out: those, and the one that it listens on. */
    PageHosts pageHosts() {
        List<String> names = new ArrayList<>(hostNames);
        if (listen instanceof ListenAddress.Inet inet) {
            names.add(inet.host());
        }
        return PageHosts.withThisMachine(names);
    }
}
