package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns a file and who may do what with it.
 *
 * @param mode permission bits and those of the type
 * @param uid owner
 * @param gid group
 * @param owner by name
 * @param group by name
 */
record FileFacts(int mode, int uid, int gid, String owner, String group) {

    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /**
     * Looks, links followed.
     *
     * @return empty when there is no such file
     * @throws CannotLookException when a directory before it may not be searched
     */
    static Optional<FileFacts> of(Path file) throws CannotLookException {
        try {
            Map<String, Object> facts = Files.readAttributes(file, "unix:mode,uid,gid,owner,group");
            return Optional.of(new FileFacts(
                    number(facts, "mode"),
                    number(facts, "uid"),
                    number(facts, "gid"),
                    String.valueOf(facts.get("owner")),
                    String.valueOf(facts.get("group"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !(e instanceof java.nio.file.AccessDeniedException)) {
                return Optional.empty();
            }
            throw CannotLookException.hidden(file + " cannot be looked at by this user; run the doctor as root");
        }
    }

    private static int number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Number number ? number.intValue() : 0;
    }

    boolean isSocket() {
        return (mode & TYPE) == SOCKET;
    }

    /** The permission bits, as chmod(1) takes them. */
    String permissions() {
        return String.format(Locale.ROOT, "%04o", mode & 07777);
    }

    /** For people. */
    String text() {
        return "mode " + permissions() + ", " + owner + ":" + group;
    }
}
