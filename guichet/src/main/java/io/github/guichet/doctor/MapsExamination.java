package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every socketmap that main.cf and master.cf name: there is such a map, we listen there, and Postfix takes it at that place. */
final class MapsExamination implements Examination {

    /** virtual(8) and local(8) take them as security-sensitive and refuse a socketmap (DICT_FLAG_PARANOID). */
    private static final Set<String> REFUSED =
            Set.of("virtual_uid_maps", "virtual_gid_maps", "alias_maps", "mailbox_command_maps");

    private final Setup setup;
    private final Postfix postfix;

    MapsExamination(Setup setup, Postfix postfix) {
        this.setup = setup;
        this.postfix = postfix;
    }

    @Override
    public String name() {
        return "maps";
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        PostfixConfig config = postfix.config();
        List<Finding> findings = new ArrayList<>();
        List<TableReference> references = new ArrayList<>();
        for (PostfixSetting setting : config.settings()) {
            references.addAll(TableReference.in(setting));
            for (String text : TableReference.malformed(setting.value())) {
                findings.add(Finding.error(
                        setting.where() + " holds \"" + text + "\", which is no socketmap that Postfix can read",
                        "It is written socketmap:unix:PATH:NAME or socketmap:inet:HOST:PORT:NAME"));
            }
        }
        for (TableReference reference : references) {
            place(reference, config).ifPresent(findings::add);
            privileged(reference, config).ifPresent(findings::add);
            proxy(reference, config).ifPresent(findings::add);
        }
        unused(config, references, findings);
        return Finding.or(
                findings,
                references.isEmpty()
                        ? "Postfix uses no socketmap"
                        : "all " + references.size()
                                + " socketmaps of Postfix are maps of ours, where Postfix takes them");
    }

    private Optional<Finding> place(TableReference reference, PostfixConfig config) {
        String where = reference.setting().where();
        if (!setup.isOurs(Listening.Role.SOCKETMAP, reference.address(), config.queue())) {
            if (setup.inherits(Listening.Role.SOCKETMAP)) {
                return Optional.empty();
            }
            String places = setup.places(Listening.Role.SOCKETMAP);
            return Optional.of(Finding.warning(
                    where + " asks " + reference.address().text() + ", where guichet does not listen"
                            + (places.isEmpty() ? " (there is no section [socketmap])" : ": it listens on " + places),
                    "If it is to be guichet, name its socket; a relative path counts from " + config.queue(),
                    change(reference, ours(reference, config))));
        }
        if (setup.maps().stream().noneMatch(m -> m.name().equals(reference.map()))) {
            List<String> fitting = setup.mapsFor(reference.setting().parameter()).stream()
                    .map(MapFacts::name)
                    .toList();
            String better = fitting.isEmpty() ? nearest(reference.map()) : fitting.get(0);
            return Optional.of(Finding.error(
                    where + " asks for the map \"" + reference.map() + "\", which " + setup.config()
                            + " does not have: each look-up ends in 451",
                    better.isEmpty() ? "Configure [map." + reference.map() + "]" : "Name a map that there is",
                    better.isEmpty()
                            ? new String[] {}
                            : new String[] {change(reference, reference.text().replaceFirst("[^:]+$", better))}));
        }
        return Optional.empty();
    }

    /** The map whose name has most in common, to suggest. */
    private String nearest(String name) {
        return setup.maps().stream()
                .map(MapFacts::name)
                .filter(m -> m.startsWith(name) || name.startsWith(m))
                .findFirst()
                .orElse("");
    }

    private String ours(TableReference reference, PostfixConfig config) {
        return setup.of(Listening.Role.SOCKETMAP).stream()
                .findFirst()
                .map(l -> "socketmap:" + relative(l.address().toString(), config) + ":" + reference.map())
                .orElse(reference.text());
    }

    /** Below the queue directory a relative path holds inside and outside of the chroot. */
    static String relative(String address, PostfixConfig config) {
        String prefix = "unix:" + config.queue() + "/";
        return address.startsWith(prefix) ? "unix:" + address.substring(prefix.length()) : address;
    }

    /** The command that puts one table in the place of another. */
    static String change(TableReference reference, String other) {
        PostfixSetting setting = reference.setting();
        String value = setting.value().replace(reference.text(), other);
        return setting.inMaster() && !setting.services().isEmpty()
                ? "postconf -P "
                        + Finding.quoted(setting.services().get(0).name() + "/" + setting.parameter() + "=" + value)
                : "postconf -e " + Finding.quoted(setting.parameter() + " = " + value);
    }

    private static Optional<Finding> privileged(TableReference reference, PostfixConfig config) {
        String parameter = reference.setting().parameter();
        boolean delivers = parameter.equals("virtual_mailbox_maps")
                && reference.setting().services().stream()
                        .anyMatch(s -> s.command().equals("virtual"))
                && config.get("virtual_transport").split(":", 2)[0].equals("virtual");
        if (!REFUSED.contains(parameter) && !delivers) {
            return Optional.empty();
        }
        String program = parameter.startsWith("virtual_") ? "virtual(8)" : "local(8)";
        String file = config.get("default_database_type").isEmpty() ? "hash" : config.get("default_database_type");
        String target = file + ":/var/lib/guichet/" + parameter;
        return Optional.of(Finding.error(
                reference.setting().where() + " is a socketmap, and " + program
                        + " refuses one as not allowed for security-sensitive data: mail is accepted and then stuck with 4.3.5",
                delivers
                        ? "Deliver by LMTP, or export the map to a file for " + program + " alone"
                        : "Export the map to a file, and again when it changes",
                delivers
                        ? new String[] {
                            "guichet export " + reference.map() + " --to " + target,
                            "postconf -P " + Finding.quoted("virtual/unix/virtual_mailbox_maps=" + target)
                        }
                        : new String[] {
                            "guichet export " + reference.map() + " --to " + target, change(reference, target)
                        }));
    }

    private static Optional<Finding> proxy(TableReference reference, PostfixConfig config) {
        if (!reference.proxied()) {
            return Optional.empty();
        }
        String direct = reference.text().replaceFirst("^proxy:", "");
        if (!config.get("proxy_read_maps").contains(reference.text())) {
            return Optional.of(Finding.error(
                    reference.setting().where() + " asks proxymap(8) for " + direct
                            + ", which is not among proxy_read_maps and is refused",
                    "Take away proxy:, which guichet does not need",
                    change(reference, direct)));
        }
        return Optional.of(Finding.note(
                reference.setting().where() + " asks " + direct + " through proxymap(8)",
                "That is one process more to wait for, and saves nothing: connections to the database are guichet's. Take it away",
                change(reference, direct)));
    }

    private void unused(PostfixConfig config, List<TableReference> references, List<Finding> findings) {
        if (setup.of(Listening.Role.SOCKETMAP).isEmpty()) {
            return;
        }
        for (MapFacts map : setup.maps()) {
            boolean asked = references.stream().anyMatch(r -> r.map().equals(map.name()));
            if (map.parameter().isEmpty() || map.usedInside() || asked) {
                continue;
            }
            String parameter = map.parameter().get();
            if (REFUSED.contains(parameter)) {
                continue; // for guichet export
            }
            String live = config.get(parameter);
            String table = "socketmap:"
                    + relative(
                            setup.of(Listening.Role.SOCKETMAP).get(0).address().toString(), config)
                    + ":" + map.name();
            boolean isParameter = config.parameters().containsKey(parameter);
            findings.add(Finding.warning(
                    "map " + map.name() + " is for " + parameter + ", and Postfix does not ask it"
                            + (isParameter ? ": " + parameter + " = " + live : ""),
                    isParameter
                            ? "If Postfix is to ask it"
                            : "If Postfix is to ask it, put this where the restriction belongs",
                    isParameter
                            ? "postconf -e " + Finding.quoted(parameter + " = " + table)
                            : parameter + " " + table));
        }
    }
}
