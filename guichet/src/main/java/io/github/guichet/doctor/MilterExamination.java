package io.github.guichet.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code smtpd_milters} and {@code non_smtpd_milters}: the socket, the version of the protocol and how long Postfix waits. */
final class MilterExamination implements Examination {

    /** The version in which a filter says what it wants to hear. */
    private static final int VERSION = 6;

    private static final Pattern ONE = Pattern.compile("\\{([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)\\}|([^\\s,{}]+)");

    private static final Map<String, String> TIMES =
            Map.of("command_timeout", "milter_command_timeout", "content_timeout", "milter_content_timeout");

    private final Setup setup;
    private final Postfix postfix;

    MilterExamination(Setup setup, Postfix postfix) {
        this.setup = setup;
        this.postfix = postfix;
    }

    @Override
    public String name() {
        return "milter";
    }

    /** The filters in a value, each with its settings. */
    static List<String> filters(String value) {
        List<String> filters = new ArrayList<>();
        Matcher matcher = ONE.matcher(value);
        while (matcher.find()) {
            filters.add(String.valueOf(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                    .strip());
        }
        return filters;
    }

    static String address(String filter) {
        return filter.split("[\\s,]+", 2)[0];
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        PostfixConfig config = postfix.config();
        List<Finding> findings = new ArrayList<>();
        int asking = 0;
        for (PostfixSetting setting : config.settings()) {
            if (!setting.parameter().equals("smtpd_milters")
                    && !setting.parameter().equals("non_smtpd_milters")) {
                continue;
            }
            for (String filter : filters(setting.value())) {
                asking += look(config, setting, filter, findings) ? 1 : 0;
            }
        }
        if (setup.of(Listening.Role.MILTER).isEmpty()) {
            return Finding.or(findings, "guichet is not configured as a milter");
        }
        if (asking == 0 && !setup.inherits(Listening.Role.MILTER)) {
            String place = MapsExamination.relative(
                    setup.of(Listening.Role.MILTER).get(0).address().toString(), config);
            findings.add(Finding.note(
                    "Postfix asks no milter of guichet's, though there is a section [milter]",
                    "To have it asked",
                    "postconf -e 'smtpd_milters = { " + place + ", default_action=accept }'"));
        }
        return Finding.or(findings, "Postfix asks guichet's milter in " + asking + " places");
    }

    private boolean look(PostfixConfig config, PostfixSetting setting, String filter, List<Finding> findings) {
        List<PeerAddress> address = PeerAddress.parse(address(filter)).stream().toList();
        boolean ours = address.stream().anyMatch(a -> setup.isOurs(Listening.Role.MILTER, a, config.queue()));
        if (!ours) {
            boolean missing = !setup.inherits(Listening.Role.MILTER)
                    && address.stream()
                            .flatMap(a -> a.place(config.queue()).stream())
                            .anyMatch(p -> Files.notExists(p)
                                    && setting.services().stream().noneMatch(PostfixService::chrooted));
            if (missing) {
                findings.add(Finding.warning(
                        setting.where() + " names the milter " + address(filter) + ", and there is no such socket: "
                                + "milter_default_action = " + config.get("milter_default_action") + " is done",
                        setup.of(Listening.Role.MILTER).isEmpty()
                                ? "Take it away, or start that filter"
                                : "guichet's milter listens on " + setup.places(Listening.Role.MILTER)));
            }
            return false;
        }
        int version = version(config, filter);
        if (version < VERSION) {
            findings.add(Finding.warning(
                    setting.where() + " speaks version " + version
                            + " of the milter protocol with guichet, which wants " + VERSION + " to say what it needs",
                    "Take away protocol= there, and",
                    "postconf -e 'milter_protocol = 6'"));
        }
        TIMES.forEach((own, general) -> {
            long millis = PostfixConfig.millis(own(filter, own, config.get(general)));
            if (millis <= setup.milterDeadline().toMillis()) {
                findings.add(Finding.warning(
                        setting.where() + " waits " + millis + " ms (" + own
                                + ") for guichet's milter, whose rules may take "
                                + setup.milterDeadline().toMillis()
                                + " ms: Postfix gives up first, and on-unavailable never comes into force",
                        "Give it more time than [milter] deadline: in those braces",
                        own + "=" + (setup.milterDeadline().toSeconds() + 10) + "s"));
            }
        });
        return true;
    }

    private static int version(PostfixConfig config, String filter) {
        Matcher digits =
                Pattern.compile("(\\d{1,3}).*").matcher(own(filter, "protocol", config.get("milter_protocol")));
        return digits.matches() ? Integer.parseInt(digits.group(1)) : VERSION;
    }

    private static String own(String filter, String setting, String general) {
        Matcher matcher =
                Pattern.compile("[\\s,]" + setting + "\\s*=\\s*([^\\s,]+)").matcher(filter);
        return matcher.find() ? String.valueOf(matcher.group(1)) : general;
    }
}
