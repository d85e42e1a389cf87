package io.github.guichet.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block of dovecot.conf as {@code doveconf -n} prints it: {@code service imap-login { executable = … }}.
 *
 * @param type {@code service}; empty for the whole
 * @param name {@code imap-login}; empty when there is none
 * @param settings its own
 * @param blocks those inside
 */
record DovecotBlock(String type, String name, Map<String, String> settings, List<DovecotBlock> blocks) {

    private static final int DEEPEST = 32;

    /** Reads; what is no setting and no block is passed over, and so is what is nested beyond reason. */
    static DovecotBlock parse(String text) {
        DovecotBlock root = new DovecotBlock("", "", new LinkedHashMap<>(), new ArrayList<>());
        Deque<DovecotBlock> open = new ArrayDeque<>(List.of(root));
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            DovecotBlock current = open.element();
            if (line.endsWith("{") && open.size() < DEEPEST) {
                String[] words = line.substring(0, line.length() - 1).strip().split("\\s+", 2);
                DovecotBlock block = new DovecotBlock(
                        words[0], words.length > 1 ? words[1] : "", new LinkedHashMap<>(), new ArrayList<>());
                current.blocks().add(block);
                open.push(block);
            } else if (line.equals("}") && open.size() > 1) {
                open.pop();
            } else if (!line.startsWith("#") && line.indexOf('=') > 0) {
                int equals = line.indexOf('=');
                current.settings()
                        .put(
                                line.substring(0, equals).strip(),
                                line.substring(equals + 1).strip());
            }
        }
        return root;
    }

    /** The blocks of a type. */
    List<DovecotBlock> all(String wanted) {
        return blocks.stream().filter(b -> b.type().equals(wanted)).toList();
    }

    /** The block of a type and name. */
    Optional<DovecotBlock> block(String wanted, String wantedName) {
        return all(wanted).stream().filter(b -> b.name().equals(wantedName)).findFirst();
    }

    /** A setting; empty when it has its default. */
    String get(String setting) {
        return settings.getOrDefault(setting, "");
    }
}
