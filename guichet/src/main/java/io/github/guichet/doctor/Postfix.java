package io.github.guichet.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live Postfix as postconf(1) shows it; asked once, when the first examination wants it. */
public final class Postfix {

    /** Parameters that list all others; what stands in them is used elsewhere. */
    private static final Set<String> LISTS = Set.of("proxy_read_maps", "proxy_write_maps");

    private static final Pattern OWN_PREFIX = Pattern.compile(
            "(smtpd?|lmtp|virtual|relay|local|non_smtpd|canonical|sender|recipient|transport|alias|mailbox|mydestination|mynetworks"
                    + "|proxy|milter|postscreen|relocated|fallback|address_verify|tls|authorized|rbl|fast_flush|debug)(_.*)?");

    private final Tool tool;
    private final Optional<Path> directory;
    private Optional<PostfixConfig> config = Optional.empty();
    private Optional<CannotLookException> failure = Optional.empty();

    /**
     * The Postfix of a configuration directory.
     *
     * @param directory of main.cf; absent = what postconf takes
     */
    public Postfix(Tool tool, Optional<Path> directory) {
        this.tool = tool;
        this.directory = directory;
    }

    /** What it is set to. */
    synchronized PostfixConfig config() throws CannotLookException, InterruptedException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (config.isEmpty()) {
            try {
                config = Optional.of(read());
            } catch (CannotLookException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
        return config.get();
    }

    private PostfixConfig read() throws CannotLookException, InterruptedException {
        if (directory.isPresent() && !Files.exists(directory.get().resolve("main.cf"))) {
            throw CannotLookException.hidden("there is no " + directory.get().resolve("main.cf"));
        }
        Map<String, String> all = parameters(postconf("-x"));
        Map<String, String> raw = parameters(postconf("-n"));
        List<PostfixService> services = services(postconf("-M"), overrides(postconf("-P", "-x")), chrootByDefault(all));
        if (all.isEmpty()) {
            throw CannotLookException.hidden("postconf shows no parameters");
        }
        return new PostfixConfig(all, settings(all, raw, services), services);
    }

    private String postconf(String... arguments) throws CannotLookException, InterruptedException {
        List<String> line = new ArrayList<>();
        directory.ifPresent(d -> line.addAll(List.of("-c", d.toString())));
        line.addAll(List.of(arguments));
        Tool.Said said = tool.run("postconf", line.toArray(String[]::new));
        if (said.exit() != 0) {
            String why = "postconf " + String.join(" ", line) + ": " + firstLine(said.err());
            throw directory.isEmpty() && said.err().contains("main.cf: No such file")
                    ? CannotLookException.absent("Postfix is not configured on this host: " + firstLine(said.err()))
                    : CannotLookException.hidden(why);
        }
        return said.out();
    }

    static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("it says nothing");
    }

    /** Lines {@code name = value}; whatever else a strange postconf says is passed over. */
    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.substring(0, equals).isBlank()) {
                parameters.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        });
        return parameters;
    }

    /** Lines {@code name/type/parameter = value}, by {@code name/type}. */
    static Map<String, Map<String, String>> overrides(String text) {
        Map<String, Map<String, String>> overrides = new HashMap<>();
        parameters(text).forEach((key, value) -> {
            int slash = key.lastIndexOf('/');
            if (slash > 0) {
                overrides
                        .computeIfAbsent(key.substring(0, slash), service -> new HashMap<>())
                        .put(key.substring(slash + 1), value);
            }
        });
        return overrides;
    }

    /** Since Postfix 3.0 a dash means no chroot, if compatibility_level says so. */
    private static boolean chrootByDefault(Map<String, String> all) {
        Matcher level = Pattern.compile("(\\d+).*").matcher(all.getOrDefault("compatibility_level", "0"));
        return !level.matches() || level.group(1).equals("0");
    }

    static List<PostfixService> services(
            String text, Map<String, Map<String, String>> overrides, boolean chrootByDefault) {
        List<PostfixService> services = new ArrayList<>();
        text.lines().map(line -> line.strip().split("\\s+", 9)).forEach(fields -> {
            if (fields.length >= 8) {
                String name = fields[0] + "/" + fields[1];
                boolean chrooted = fields[4].equals("y") || (fields[4].equals("-") && chrootByDefault);
                services.add(new PostfixService(name, fields[7], chrooted, overrides.getOrDefault(name, Map.of())));
            }
        });
        return services;
    }

    /** What was set by somebody; a parameter that only serves in the value of others is left out. */
    private static List<PostfixSetting> settings(
            Map<String, String> all, Map<String, String> raw, List<PostfixService> services) {
        Set<String> inValues = new TreeSet<>();
        Pattern reference = Pattern.compile("\\$[{(]?([A-Za-z0-9_]+)");
        raw.values().forEach(value -> reference.matcher(value).results().forEach(m -> inValues.add(m.group(1))));
        List<PostfixSetting> settings = new ArrayList<>();
        for (String name : raw.keySet()) {
            if (!LISTS.contains(name) && (OWN_PREFIX.matcher(name).matches() || !inValues.contains(name))) {
                List<PostfixService> users = services.stream()
                        .filter(s -> ParameterUsers.of(name).contains(s.command()))
                        .filter(s -> s.override(name).isEmpty())
                        .toList();
                settings.add(new PostfixSetting(name, all.getOrDefault(name, ""), users, false));
            }
        }
        for (PostfixService service : services) {
            service.overrides()
                    .forEach((name, value) -> settings.add(new PostfixSetting(name, value, List.of(service), true)));
        }
        return settings;
    }
}
