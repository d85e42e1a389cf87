package io.github.guichet.command;

import io.github.guichet.doctor.Listening;
import io.github.guichet.doctor.Listening.Role;
import io.github.guichet.server.ListenAddress;
import java.util.ArrayList;
import java.util.List;

/** All addresses of a configuration, for the doctor. */
final class DoctorListening {

    private static final int FEW = 16;

    private DoctorListening() {}

    static List<Listening> of(Configuration configuration) {
        List<Listening> all = new ArrayList<>();
        configuration
                .socketmap()
                .ifPresent(s -> add(all, Role.SOCKETMAP, s.listen(), s.limits().maxConnections()));
        configuration
                .policy()
                .map(PolicySection::daemon)
                .ifPresent(p -> add(all, Role.POLICY, p.listen(), p.limits().maxConnections()));
        configuration
                .milter()
                .map(MilterSection::daemon)
                .ifPresent(m -> add(all, Role.MILTER, m.listen(), m.limits().maxConnections()));
        configuration.dovecotAuth().map(DovecotAuthSection::daemon).ifPresent(d -> {
            int most = d.limits().maxConnections();
            add(all, Role.AUTH_CLIENT, d.client(), most);
            add(all, Role.AUTH_MASTER, d.master(), most);
            add(all, Role.DICT, d.dict(), most);
        });
        configuration.metrics().ifPresent(metrics -> add(all, Role.METRICS, List.of(metrics.listen()), FEW));
        configuration.admin().ifPresent(address -> add(all, Role.ADMIN, List.of(address.listen()), FEW));
        return all;
    }

    private static void add(List<Listening> all, Role role, List<? extends ListenAddress> addresses, int most) {
        addresses.forEach(address -> all.add(new Listening(role, address, most)));
    }
}
