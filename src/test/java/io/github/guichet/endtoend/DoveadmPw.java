package io.github.guichet.endtoend;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code doveadm pw} with a configuration of its own. It is started by a shell, because a password is any bytes and Java hands on
 * text only.
 */
final class DoveadmPw {

    private final String config;

    DoveadmPw(Workspace work) {
        Path file = work.file("doveadm.conf", "protocols =\nbase_dir = " + work.path("doveadm") + "\n");
        this.config = file.toString();
    }

    /** The schemes it knows. */
    Set<String> schemes() {
        return new TreeSet<>(List.of(run("-l").succeeds().out().trim().split(" +")));
    }

    /** {@code {SCHEME}value} of a password. */
    String hash(String scheme, String user, byte[] password) {
        return run("-s", scheme, "-u", user, "-p", argument(password))
                .succeeds()
                .out()
                .replaceFirst("\n$", "");
    }

    /** Whether it finds that a stored password is of this password. */
    boolean verifies(String stored, String user, byte[] password) {
        Command command =
                run("-t", argument(stored.getBytes(StandardCharsets.UTF_8)), "-u", user, "-p", argument(password));
        if (command.exit() == 0 && command.out().contains("(verified)")) {
            return true;
        }
        if (command.err().contains("reverse password verification check failed: Password mismatch")) {
            return false;
        }
        throw new AssertionError(command);
    }

    /** What crypt(3) of the system, which is doveadm's, makes of a password. */
    static String crypt(byte[] password, String setting) {
        String line = Program.PERL.path() + " -e 'print crypt($ARGV[0], $ARGV[1])' " + argument(password) + " '"
                + setting + "'";
        return Command.run("/bin/sh", "-c", line).succeeds().out();
    }

    private Command run(String... words) {
        List<String> line = new ArrayList<>(List.of(Program.DOVEADM.path(), "-c", config, "pw"));
        line.addAll(List.of(words));
        return Command.run("/bin/sh", "-c", String.join(" ", line));
    }

    /** Bytes as a word for the shell; they may not end in a line feed. */
    static String argument(byte[] bytes) {
        StringBuilder word = new StringBuilder("\"$(printf '");
        for (byte b : bytes) {
            word.append("\\%03o".formatted(b & 0xff));
        }
        return word.append("')\"").toString();
    }
}
