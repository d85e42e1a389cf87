package io.github.guichet.doctor;

import java.util.List;

/**
 * A parameter that somebody has set, in main.cf or for one service in master.cf.
 *
 * @param parameter its name
 * @param value expanded
 * @param services those that use it with this value
 * @param inMaster whether it stands in master.cf
 */
record PostfixSetting(String parameter, String value, List<PostfixService> services, boolean inMaster) {

    PostfixSetting {
        services = List.copyOf(services);
    }

    /** For people: where it stands. */
    String where() {
        return inMaster && !services.isEmpty()
                ? parameter + " of " + services.get(0).name() + " (master.cf)"
                : parameter;
    }
}
