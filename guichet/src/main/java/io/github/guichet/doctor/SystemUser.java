package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user of this host.
 *
 * @param name its name
 * @param uid its number
 * @param gid its first group
 * @param groups all of its groups, the first one too
 */
record SystemUser(String name, int uid, int gid, Set<Integer> groups) {

    SystemUser {
        groups = Set.copyOf(groups);
    }

    boolean isRoot() {
        return uid == 0;
    }

    /** By getent(1), which knows users of directories, too. */
    static SystemUser find(Tool tool, String name) throws CannotLookException, InterruptedException {
        List<String> numbers = new ArrayList<>();
        for (String option : List.of("-u", "-g", "-G")) {
            Tool.Said said = tool.run("id", option, "--", name);
            if (said.exit() != 0) {
                throw CannotLookException.hidden(
                        "there is no user " + name + " on this host: " + Postfix.firstLine(said.err()));
            }
            numbers.add(said.out().strip());
        }
        try {
            Set<Integer> groups = new TreeSet<>();
            for (String group : numbers.get(2).split("\\s+", -1)) {
                groups.add(Integer.parseInt(group));
            }
            return new SystemUser(name, Integer.parseInt(numbers.get(0)), Integer.parseInt(numbers.get(1)), groups);
        } catch (NumberFormatException e) {
            throw CannotLookException.hidden("id(1) does not say the numbers of the user " + name);
        }
    }

    /** Whether mode bits give this user a right. */
    Optional<Boolean> may(FileFacts file, int bit) {
        if (isRoot()) {
            return Optional.of(true);
        }
        int shift = file.uid() == uid ? 6 : groups.contains(file.gid()) ? 3 : 0;
        return Optional.of((file.mode() >> shift & bit) != 0);
    }
}
