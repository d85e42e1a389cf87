package io.github.guichet.log;

import io.github.guichet.server.ConfigSection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code [log]}. */
public final class LogReader {

    private LogReader() {}

    /** What is wrong is reported to the section, and read as if it were not there. */
    public static LogSettings read(Optional<ConfigSection> section) {
        return section.map(LogReader::settings).orElse(LogSettings.DEFAULT);
    }

    private static LogSettings settings(ConfigSection section) {
        Map<String, LogFormat> formats = new LinkedHashMap<>();
        formats.put("text", LogFormat.TEXT);
        formats.put("json", LogFormat.JSON);
        Map<String, AddressPrivacy> addresses = new LinkedHashMap<>();
        addresses.put("full", AddressPrivacy.FULL);
        addresses.put("domain", AddressPrivacy.DOMAIN);
        addresses.put("hash", AddressPrivacy.HASH);
        Map<String, IpPrivacy> ips = new LinkedHashMap<>();
        ips.put("full", IpPrivacy.FULL);
        ips.put("shorten", IpPrivacy.SHORTEN);
        ips.put("hash", IpPrivacy.HASH);
        LogSettings standard = LogSettings.DEFAULT;
        return new LogSettings(
                section.choice("format", formats).orElse(standard.format()),
                section.choice("level", LogLevel.byWord()).orElse(standard.level()),
                levels(section.table("levels")),
                section.choice("addresses", addresses).orElse(standard.addresses()),
                section.choice("ips", ips).orElse(standard.ips()));
    }

    private static Map<LogArea, LogLevel> levels(Optional<ConfigSection> section) {
        Map<LogArea, LogLevel> levels = new EnumMap<>(LogArea.class);
        section.ifPresent(table -> LogArea.settable()
                .forEach((word, area) -> table.choice(word, LogLevel.byWord()).ifPresent(l -> levels.put(area, l))));
        return levels;
    }
}
