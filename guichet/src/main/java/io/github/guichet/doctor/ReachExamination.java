package io.github.guichet.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether each service of Postfix that asks us gets to the socket: as its user, and from inside its chroot. */
final class ReachExamination implements Examination {

    private final Setup setup;
    private final Postfix postfix;
    private final Tool tool;

    /** A service that connects to one of our sockets. */
    private record Way(PostfixService service, String parameter, PeerAddress address, Listening.Role role) {}

    ReachExamination(Setup setup, Postfix postfix, Tool tool) {
        this.setup = setup;
        this.postfix = postfix;
        this.tool = tool;
    }

    @Override
    public String name() {
        return "reach";
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        PostfixConfig config = postfix.config();
        Set<Way> ways = ways(config);
        if (ways.isEmpty()) {
            return List.of(Finding.ok("Postfix asks none of guichet's Unix sockets"));
        }
        SystemUser user = SystemUser.find(tool, config.owner());
        boolean trial = SocketTrial.isPossible(tool);
        List<Finding> findings = new ArrayList<>();
        Set<String> looked = new LinkedHashSet<>();
        for (Way way : ways) {
            Path root = way.service().chrooted() ? config.queue() : Path.of("/");
            Path socket = (way.service().chrooted()
                            ? way.address().placeInside(config.queue())
                            : way.address().place(config.queue()))
                    .orElseThrow();
            if (looked.add(root + " " + socket + " " + way.service())) {
                look(config, way, user, root, socket, trial).ifPresent(findings::add);
            }
        }
        String how = trial ? "tried as that user" : "by their modes; as root the doctor really tries";
        return Finding.or(
                findings,
                "the user " + user.name() + " gets to all sockets that " + ways.size() + " uses name (" + how + ")");
    }

    private Set<Way> ways(PostfixConfig config) {
        Set<Way> ways = new LinkedHashSet<>();
        for (PostfixSetting setting : config.settings()) {
            for (TableReference reference : TableReference.in(setting)) {
                List<PostfixService> services = reference.proxied() ? config.running("proxymap") : setting.services();
                add(ways, services, setting.parameter(), reference.address(), Listening.Role.SOCKETMAP, config);
            }
            PolicyReference.in(setting.value())
                    .forEach(p -> add(
                            ways, setting.services(), setting.parameter(), p.address(), Listening.Role.POLICY, config));
            if (setting.parameter().endsWith("smtpd_milters")) {
                MilterExamination.filters(setting.value())
                        .forEach(filter -> PeerAddress.parse(MilterExamination.address(filter))
                                .ifPresent(address -> add(
                                        ways,
                                        setting.services(),
                                        setting.parameter(),
                                        address,
                                        Listening.Role.MILTER,
                                        config)));
            }
        }
        for (PostfixService service : config.running("smtpd")) {
            if (config.get("smtpd_sasl_auth_enable", service).equals("yes")
                    && config.get("smtpd_sasl_type", service).equals("dovecot")) {
                PeerAddress.parseSasl(config.get("smtpd_sasl_path", service))
                        .ifPresent(address -> add(
                                ways,
                                List.of(service),
                                "smtpd_sasl_path",
                                address,
                                Listening.Role.AUTH_CLIENT,
                                config));
            }
        }
        return ways;
    }

    private void add(
            Set<Way> ways,
            List<PostfixService> services,
            String parameter,
            PeerAddress address,
            Listening.Role role,
            PostfixConfig config) {
        if (address.path().isPresent() && setup.isOurs(role, address, config.queue())) {
            services.forEach(service -> ways.add(new Way(service, parameter, address, role)));
        }
    }

    private Optional<Finding> look(
            PostfixConfig config, Way way, SystemUser user, Path root, Path socket, boolean trial)
            throws CannotLookException, InterruptedException {
        boolean rooted = way.service().command().equals("local")
                || way.service().command().equals("virtual");
        SystemUser who = rooted ? new SystemUser("root", 0, 0, Set.of(0)) : user;
        Optional<String> computed = PathAccess.obstacle(who, root, socket);
        Optional<String> tried = trial ? SocketTrial.obstacle(tool, who, root, socket) : computed;
        if (trial ? tried.isEmpty() : computed.isEmpty()) {
            return Optional.empty();
        }
        String why = computed.or(() -> tried).orElse("");
        String what = way.service() + " asks " + way.address().text() + " (" + way.parameter()
                + ") and does not get there: " + why;
        boolean ours = setup.of(way.role()).stream()
                .anyMatch(l -> l.address() instanceof io.github.guichet.server.ListenAddress.Unix unix
                        && PeerAddress.same(unix.path(), socket));
        if (way.service().chrooted() && !ours) {
            String file = String.valueOf(socket.getFileName());
            return Optional.of(Finding.error(
                    what + ". Its root is " + root,
                    "Listen below the queue directory and name the socket relative to it, which holds inside and outside",
                    "install -d -o root -g " + Finding.quoted(user.name()) + " -m 2750 " + config.queue() + "/guichet",
                    "listen = [\"unix:" + config.queue() + "/guichet/" + file + "\"]    # guichet.toml",
                    "unix:guichet/" + file + "    # main.cf, instead of "
                            + way.address().text()));
        }
        if (computed.isEmpty()) {
            return Optional.of(Finding.error(
                    what,
                    "Modes allow it, so nobody listens there or an ACL or AppArmor forbids it",
                    "guichet status"));
        }
        return Optional.of(Finding.error(
                what,
                why.contains("search the directory")
                        ? "Let that group through, or move the socket to a directory of its own"
                        : why.contains("may not write")
                                ? "Give the socket to a group of Postfix's in guichet.toml"
                                : "Start guichet, or have it listen there: it listens on " + setup.places(way.role()),
                why.contains("may not write")
                        ? new String[] {
                            "listen = [{ unix = \"" + socket + "\", mode = \"0660\", group = \"" + user.name() + "\" }]"
                        }
                        : why.contains("search the directory")
                                ? new String[] {"chmod o+x " + directory(why)}
                                : new String[] {"systemctl start guichet"}));
    }

    private static String directory(String why) {
        String from = why.substring(why.indexOf("directory ") + "directory ".length());
        return Finding.quoted(from.substring(0, Math.max(0, from.lastIndexOf(" ("))));
    }
}
