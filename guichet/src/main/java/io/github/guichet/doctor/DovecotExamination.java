package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Dovecot 2.3 or 2.4 asks us: the sockets that it names are ours, and its users get to them. */
final class DovecotExamination implements Examination {

    private static final List<String> LOGINS =
            List.of("imap-login", "pop3-login", "managesieve-login", "submission-login");
    private static final Pattern URI = Pattern.compile("(?m)^\\s*uri\\s*=\\s*proxy:([^:\\s]*)");
    private static final int LARGEST = 256 << 10;

    private final Setup setup;
    private final Dovecot dovecot;
    private final Tool tool;

    DovecotExamination(Setup setup, Dovecot dovecot, Tool tool) {
        this.setup = setup;
        this.dovecot = dovecot;
        this.tool = tool;
    }

    @Override
    public String name() {
        return "dovecot";
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        DovecotConfig config = dovecot.config();
        Set<String> clients = clients(config.root());
        List<Finding> findings = new ArrayList<>();
        boolean asks = false;
        for (String client : clients) {
            asks = true;
            if (is(Listening.Role.AUTH_CLIENT, client)) {
                reach(config.loginUser(), client, "its log-in processes", findings);
            } else {
                findings.add(foreign("Dovecot's log-in processes ask " + client, Listening.Role.AUTH_CLIENT));
            }
        }
        if (asks) {
            links(config, findings);
            deliver(config, findings);
        }
        for (String dict : dicts(config.root(), findings)) {
            asks = true;
            if (is(Listening.Role.DICT, dict)) {
                reach(config.internalUser(), dict, "its auth service", findings);
            } else {
                findings.add(foreign("Dovecot's passdb or userdb asks the dict server " + dict, Listening.Role.DICT));
            }
        }
        if (!asks) {
            boolean wanted = !setup.of(Listening.Role.AUTH_MASTER).isEmpty();
            return wanted
                    ? List.of(Finding.note(
                            "Dovecot does not ask guichet, though [dovecot-auth] listens for it",
                            "docs/accounts.md has the files for Dovecot 2.3 and 2.4"))
                    : List.of(Finding.ok("Dovecot does not ask guichet, and guichet does not wait for it"));
        }
        return Finding.or(findings, "Dovecot's sockets are guichet's, and its users get there");
    }

    /** 2.4 has a setting; in 2.3 the path is an argument of the program. */
    private static Set<String> clients(DovecotBlock root) {
        Set<String> clients = new TreeSet<>();
        String path = root.get("login_socket_path");
        if (path.startsWith("/")) {
            clients.add(path);
        }
        for (String login : LOGINS) {
            root.block("service", login).ifPresent(service -> {
                String[] words = service.get("executable").split("\\s+", 2);
                if (words.length == 2 && words[1].startsWith("/")) {
                    clients.add(words[1].strip());
                }
            });
        }
        return clients;
    }

    private Set<String> dicts(DovecotBlock root, List<Finding> findings) {
        Set<String> dicts = new TreeSet<>();
        for (String kind : List.of("passdb", "userdb")) {
            for (DovecotBlock block : root.all(kind)) {
                if (!block.get("driver").equals("dict")) {
                    continue;
                }
                String file = block.get("args");
                try {
                    Path path = Path.of(file);
                    if (Files.size(path) > LARGEST) {
                        findings.add(Finding.unknown(path + " is too large for a file of Dovecot's", ""));
                        continue;
                    }
                    Matcher uri = URI.matcher(Files.readString(path));
                    if (uri.find()) {
                        dicts.add(String.valueOf(uri.group(1)));
                    }
                } catch (IOException | java.nio.file.InvalidPathException e) {
                    findings.add(Finding.unknown(
                            "the file of Dovecot's dict " + kind + ", " + file + ", cannot be read: " + e.getMessage(),
                            "Run the doctor as root"));
                }
            }
        }
        return dicts;
    }

    private boolean is(Listening.Role role, String path) {
        return PeerAddress.parse("unix:" + path)
                .filter(a -> setup.isOurs(role, a, Path.of("/")))
                .isPresent();
    }

    private Finding foreign(String what, Listening.Role role) {
        String places = setup.places(role);
        return Finding.warning(
                what + ", where guichet does not listen"
                        + (places.isEmpty() ? "" : ": its " + role + " sockets are " + places),
                "Name one of guichet's sockets in dovecot.conf, or that one in guichet.toml");
    }

    /** Without an auth service of its own, Dovecot's programs find ours where its own would be. */
    private void links(DovecotConfig config, List<Finding> findings) throws CannotLookException {
        Map<String, Listening.Role> links = new LinkedHashMap<>();
        links.put("auth-client", Listening.Role.AUTH_CLIENT);
        links.put("auth-login", Listening.Role.AUTH_CLIENT);
        links.put("auth-master", Listening.Role.AUTH_MASTER);
        links.put("auth-userdb", Listening.Role.AUTH_MASTER);
        for (Map.Entry<String, Listening.Role> link : links.entrySet()) {
            Path path = Path.of(config.baseDir(), link.getKey());
            if (is(link.getValue(), path.toString())) {
                continue;
            }
            Optional<Listening> ours = setup.of(link.getValue()).stream().findFirst();
            String target = ours.map(l -> l.address().toString().replaceFirst("^unix:", ""))
                    .orElse("");
            findings.add(Finding.error(
                    path + (FileFacts.of(path).isEmpty() ? " leads nowhere" : " is not guichet's")
                            + ", and there Dovecot's programs look for the " + link.getValue() + " protocol",
                    ours.isEmpty()
                            ? "Listen for it: listen-master below [dovecot-auth]"
                            : "Make the link, and see docs/dovecot-tmpfiles.conf for the next boot",
                    ours.isEmpty()
                            ? new String[] {}
                            : new String[] {"ln -sfn " + Finding.quoted(target) + " " + Finding.quoted(path.toString())
                            }));
        }
    }

    /** lmtp asks as the user it is set to run as; root gets in everywhere. */
    private void deliver(DovecotConfig config, List<Finding> findings)
            throws CannotLookException, InterruptedException {
        String user = config.root()
                .block("service", "lmtp")
                .map(s -> s.get("user"))
                .filter(u -> !u.isEmpty())
                .map(u -> u.equals("$default_internal_user") ? config.internalUser() : u)
                .orElse("root");
        if (!user.equals("root")) {
            reach(user, config.baseDir() + "/auth-userdb", "its lmtp service", findings);
        }
    }

    private void reach(String name, String path, String who, List<Finding> findings)
            throws CannotLookException, InterruptedException {
        if (name.isEmpty() || name.contains("$")) {
            return;
        }
        SystemUser user = SystemUser.find(tool, name);
        Path root = Path.of("/");
        Optional<String> computed = PathAccess.obstacle(user, root, Path.of(path));
        Optional<String> obstacle =
                SocketTrial.isPossible(tool) ? SocketTrial.obstacle(tool, user, root, Path.of(path)) : computed;
        obstacle.ifPresent(why -> findings.add(Finding.error(
                "Dovecot (" + who + ", user " + name + ") does not get to " + path + ": " + computed.orElse(why),
                "Start guichet if it does not run; otherwise give the socket to a group of that user in guichet.toml",
                "{ unix = \"" + path + "\", mode = \"0660\", group = \"" + name + "\" }")));
    }
}
