package io.github.guichet.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;

/** Finds a secret in the configuration, in a file of its own, or among the credentials of systemd.exec(5). */
final class SecretReader {

    private static final int LIMIT = 64 << 10;

    private final ConfigSection section;
    private final Map<String, String> environment;

    SecretReader(ConfigSection section, Map<String, String> environment) {
        this.section = section;
        this.environment = environment;
    }

    Optional<Secret> read(String key) {
        String fileKey = key + "-file";
        String credentialKey = key + "-credential";
        Optional<Secret> here = section.has(key) && !section.is(key, String.class) ? notAString(key) : plain(key);
        Optional<Secret> file = section.path(fileKey).flatMap(path -> file(fileKey, path));
        Optional<Secret> credential = section.string(credentialKey).flatMap(name -> credential(credentialKey, name));
        int given = 0;
        for (String one : new String[] {key, fileKey, credentialKey}) {
            given += section.has(one) ? 1 : 0;
        }
        if (given > 1) {
            section.problem(
                    section.has(fileKey) ? fileKey : credentialKey,
                    "only one of " + key + ", " + fileKey + " and " + credentialKey + " may be given");
        }
        return here.or(() -> file).or(() -> credential);
    }

    private Optional<Secret> plain(String key) {
        return section.string(key).map(Secret::new);
    }

    private Optional<Secret> notAString(String key) {
        section.known(key);
        section.problem(key, "must be a string"); // and not what it is: it may be the secret after all
        return Optional.empty();
    }

    private Optional<Secret> credential(String key, String name) {
        String directory = environment.get("CREDENTIALS_DIRECTORY");
        if (directory == null) {
            section.problem(
                    key,
                    "there are no credentials: CREDENTIALS_DIRECTORY is not set; it is when systemd starts the service"
                            + " with LoadCredential=");
            return Optional.empty();
        }
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            section.problem(key, "must be the name of a credential, without a slash");
            return Optional.empty();
        }
        return file(key, Path.of(directory, name));
    }

    private Optional<Secret> file(String key, Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
                section.problem(key, "others can read " + path + "; take that right away: chmod o-rwx " + path);
                return Optional.empty();
            }
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                section.problem(key, path + " is larger than " + LIMIT + " bytes");
                return Optional.empty();
            }
            // Editors end a file with a newline; no one line of it can be part of a password.
            String text = new String(bytes, StandardCharsets.UTF_8);
            String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            String secret = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (secret.isEmpty() || secret.indexOf('\n') >= 0) {
                section.problem(
                        key, path + (secret.isEmpty() ? " is empty" : " has several lines") + "; a secret is one line");
                return Optional.empty();
            }
            return Optional.of(new Secret(secret));
        } catch (IOException e) {
            section.problem(key, path + ": " + TomlFile.reason(e));
            return Optional.empty();
        }
    }
}
