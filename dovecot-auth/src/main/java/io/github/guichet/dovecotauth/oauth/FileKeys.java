package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import io.github.guichet.server.RepeatedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keys in a file, read again when it changed. One that cannot be read any more leaves the keys before it in use. */
final class FileKeys implements KeySource {

    private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(FileKeys.class));
    private final Path path;
    private @Nullable Version version;
    private @Nullable JWKSet keys;

    /** What tells one content from the next, as far as the file system knows. */
    private record Version(
            FileTime modified, long size, @Nullable Object file) {}

    FileKeys(Path path) {
        this.path = path;
    }

    @Override
    public synchronized Optional<JWKSet> current() {
        try {
            read();
        } catch (KeysUnavailableException e) {
            log.warn("keys", "keys for access tokens: {}", e.reason());
        }
        return Optional.ofNullable(keys);
    }

    @Override
    public synchronized CompletableFuture<JWKSet> renewed() {
        try {
            return CompletableFuture.completedFuture(read());
        } catch (KeysUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private JWKSet read() throws KeysUnavailableException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Version found = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            JWKSet known = keys;
            if (known != null && Objects.equals(found, version)) {
                return known;
            }
            if (found.size() > KeySets.LONGEST) {
                throw new KeysUnavailableException(path + " is longer than " + KeySets.LONGEST + " bytes");
            }
            JWKSet read = KeySets.parse(Files.readString(path, StandardCharsets.UTF_8), path.toString());
            keys = read;
            version = found;
            return read;
        } catch (IOException e) {
            throw new KeysUnavailableException("cannot read " + path + ": " + e);
        }
    }
}
