package io.github.guichet.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Postfix is set to.
 *
 * @param parameters all of main.cf with defaults, expanded
 * @param settings those that somebody has set, in main.cf and master.cf
 * @param services the lines of master.cf
 */
record PostfixConfig(Map<String, String> parameters, List<PostfixSetting> settings, List<PostfixService> services) {

    PostfixConfig {
        parameters = Map.copyOf(parameters);
        settings = List.copyOf(settings);
        services = List.copyOf(services);
    }

    /** A parameter of main.cf, expanded; empty when there is none. */
    String get(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** A parameter as one service has it. */
    String get(String parameter, PostfixService service) {
        return service.override(parameter).orElseGet(() -> get(parameter));
    }

    Path queue() {
        return Path.of(parameters.getOrDefault("queue_directory", "/var/spool/postfix"));
    }

    /** The user as whom its daemons ask. */
    String owner() {
        return parameters.getOrDefault("mail_owner", "postfix");
    }

    /** The services that run a program. */
    List<PostfixService> running(String command) {
        return services.stream().filter(s -> s.command().equals(command)).toList();
    }

    /** A parameter as somebody has set it in main.cf. */
    Optional<PostfixSetting> set(String parameter) {
        return settings.stream()
                .filter(s -> !s.inMaster() && s.parameter().equals(parameter))
                .findFirst();
    }

    /** A time of Postfix in milliseconds: {@code 100s}, {@code 1h}; seconds without a unit. */
    static long millis(String time) {
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("(\\d{1,9})([smhdw]?)").matcher(time.strip());
        if (!matcher.matches()) {
            return Long.MAX_VALUE;
        }
        long unit = switch (String.valueOf(matcher.group(2))) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            case "w" -> 604_800;
            default -> 1;
        };
        return Long.parseLong(matcher.group(1)) * unit * 1000;
    }
}
