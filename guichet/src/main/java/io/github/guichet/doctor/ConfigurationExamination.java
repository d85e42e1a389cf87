package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Everything that check-config says, and who may read the files in which passwords stand. */
public final class ConfigurationExamination implements Examination {

    private static final int OTHERS = 7;
    private static final int OTHERS_WRITE = 2;
    private static final int LARGEST = 4 << 20;

    /** A password in guichet.toml, in a table file of Postfix's, or in one of Dovecot's. */
    private static final Pattern SECRET = Pattern.compile(
            "(?mi)^\\s*(?:password|bind_pw|bind-password|[a-z-]*(?:password|secret))\\s*=|\\bpassword=|^\\s*dnpass\\s*=");

    private final Path config;
    private final List<String> problems;
    private final List<Path> files;

    /**
     * An examination.
     *
     * @param config the configuration file
     * @param problems what check-config says, a line each
     * @param files further files that it names and that may hold passwords
     */
    public ConfigurationExamination(Path config, List<String> problems, List<Path> files) {
        this.config = config;
        this.problems = List.copyOf(problems);
        this.files = List.copyOf(files);
    }

    @Override
    public String name() {
        return "config";
    }

    @Override
    public List<Finding> examine() throws CannotLookException {
        List<Finding> findings = new ArrayList<>();
        for (String problem : problems) {
            findings.add(Finding.error(
                    problem, "Correct it, and see whether that was all", "guichet check-config --config " + config));
        }
        Set<Path> all = new LinkedHashSet<>(List.of(config));
        all.addAll(files);
        for (Path file : all) {
            modes(file, findings);
        }
        return Finding.or(findings, config + ": no problems, and nobody else reads passwords in it");
    }

    private static void modes(Path file, List<Finding> findings) throws CannotLookException {
        Optional<FileFacts> facts = FileFacts.of(file);
        if (facts.isEmpty() || (facts.get().mode() & OTHERS) == 0) {
            return;
        }
        String path = Finding.quoted(file.toString());
        if ((facts.get().mode() & OTHERS_WRITE) != 0) {
            findings.add(Finding.error(
                    "everybody on this host may change " + file + " ("
                            + facts.get().text() + ")",
                    "Take that right away",
                    "chmod o-w " + path));
        }
        if (holdsSecret(file)) {
            findings.add(Finding.warning(
                    "everybody on this host may read " + file + " ("
                            + facts.get().text() + "), and it holds a password",
                    "Take that right away and leave it to the group of guichet; or put the password into a file of its own"
                            + " (password-file)",
                    "chmod o-rwx " + path,
                    "chgrp guichet " + path));
        }
    }

    private static boolean holdsSecret(Path file) {
        try {
            return Files.size(file) <= LARGEST
                    && SECRET.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .find();
        } catch (IOException e) {
            return false; // what we may not read others may not read either
        }
    }
}
