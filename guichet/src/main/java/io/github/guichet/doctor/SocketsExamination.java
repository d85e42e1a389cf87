package io.github.guichet.doctor;

import io.github.guichet.server.ListenAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Our own sockets: they are there, as configured, and nobody gets in who should not. */
final class SocketsExamination implements Examination {

    private static final int OTHERS_WRITE = 2;
    private static final int OTHERS_SEARCH = 1;

    /** Who gets in here reads passwords or user records, or drops them. */
    private static final Set<Listening.Role> PRIVATE =
            Set.of(Listening.Role.AUTH_MASTER, Listening.Role.DICT, Listening.Role.ADMIN);

    private final Setup setup;

    SocketsExamination(Setup setup) {
        this.setup = setup;
    }

    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public List<Finding> examine() throws CannotLookException {
        List<Finding> findings = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Listening listening : setup.listening()) {
            if (listening.address() instanceof ListenAddress.Unix unix) {
                seen++;
                look(listening.role(), unix, missing, findings);
            } else if (listening.address() instanceof ListenAddress.Inet inet) {
                open(listening.role(), inet).ifPresent(findings::add);
            }
        }
        if (!missing.isEmpty()) {
            findings.add(Finding.error(
                    "not there: " + Finding.some(missing, 8),
                    "guichet makes its sockets when it starts, in directories that must be there before",
                    "systemctl restart guichet"));
        }
        return Finding.or(findings, seen + " Unix sockets are there, with the owners and modes of the configuration");
    }

    private static void look(Listening.Role role, ListenAddress.Unix unix, List<String> missing, List<Finding> findings)
            throws CannotLookException {
        Path path = unix.path();
        Optional<FileFacts> found = FileFacts.of(path);
        if (found.isEmpty() || !found.get().isSocket()) {
            missing.add(role + " " + path + (found.isEmpty() ? "" : " (is no socket)"));
            return;
        }
        FileFacts facts = found.get();
        boolean toAll = (facts.mode() & OTHERS_WRITE) != 0 && searchable(path);
        if (toAll && PRIVATE.contains(role)) {
            findings.add(Finding.error(
                    "every user of this host may connect to the " + role + " socket " + path + " (" + facts.text() + ")"
                            + (role == Listening.Role.AUTH_MASTER
                                    ? ": it hands out user records without a password, and lets clients in"
                                    : role == Listening.Role.DICT ? ": it hands out passwords" : ""),
                    "Close it now, and in guichet.toml for the next start",
                    "chmod o-rwx " + Finding.quoted(path.toString()),
                    "{ unix = \"" + path + "\", mode = \"0660\", group = \"dovecot\" }    # guichet.toml"));
        } else if ((facts.mode() & 0777) != unix.mode()) {
            findings.add(Finding.warning(
                    "the " + role + " socket " + path + " has " + facts.text() + ", the configuration says mode "
                            + String.format(java.util.Locale.ROOT, "%04o", unix.mode()),
                    "Somebody has changed it, or the configuration was changed and not loaded",
                    "guichet reload"));
        }
        differs(unix.user(), facts.owner(), "owner", path).ifPresent(findings::add);
        differs(unix.group(), facts.group(), "group", path).ifPresent(findings::add);
    }

    private static Optional<Finding> differs(Optional<String> wanted, String is, String what, Path path) {
        return wanted.filter(w -> !w.equals(is))
                .map(w -> Finding.warning(
                        "the " + what + " of " + path + " is " + is + ", the configuration says " + w,
                        "Somebody has changed it, or the configuration was changed and not loaded",
                        "guichet reload"));
    }

    /** Whether everybody may search all directories on the way. */
    private static boolean searchable(Path path) throws CannotLookException {
        for (Path directory = path.getParent(); directory != null; directory = directory.getParent()) {
            Optional<FileFacts> facts = FileFacts.of(directory);
            if (facts.isPresent() && (facts.get().mode() & OTHERS_SEARCH) == 0) {
                return false;
            }
        }
        return true;
    }

    /** A TCP port for all the world. */
    private static Optional<Finding> open(Listening.Role role, ListenAddress.Inet inet) {
        boolean everywhere = Set.of("0.0.0.0", "::", "*").contains(inet.host());
        return !everywhere
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        "the " + role + " port " + inet
                                + " is open on all addresses of this host, and the protocol knows no" + " password",
                        "Listen on a loopback address or on that of the network of your servers, or let a firewall guard it",
                        "inet:127.0.0.1:" + inet.port()));
    }
}
