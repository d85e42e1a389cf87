package io.github.guichet.milter.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One connection between Postfix and a filter, as it went over the socket.
 *
 * @param file where it is from
 * @param nth which one there
 * @param turns in order
 */
record CapturedSession(String file, int nth, List<Turn> turns) {

    /**
     * What the MTA said until it waited, or hung up, and what it then got.
     *
     * @param said whole packets, in hexadecimal
     * @param answer whole packets, in hexadecimal; empty if the MTA hung up
     */
    record Turn(String said, String answer) {}

    /** Where the bytes of a line end and the text at the side begins. */
    private static final String SIDE = " |";

    /** The connections of a file beside this class. */
    static List<CapturedSession> read(String file) {
        List<CapturedSession> sessions = new ArrayList<>();
        for (String connection : text(file).split("(?m)^= a new connection\n", -1)) {
            if (!connection.startsWith("#")) {
                sessions.add(new CapturedSession(file, sessions.size(), turns(connection)));
            }
        }
        return sessions;
    }

    private static List<Turn> turns(String connection) {
        List<Turn> turns = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        char direction = 'M';
        for (String line : connection.lines().toList()) {
            char next = line.charAt(0) == ' ' ? direction : line.charAt(0);
            if (next == 'M' && direction == 'F') {
                turns.add(new Turn(said.toString(), answer.toString()));
                said.setLength(0);
                answer.setLength(0);
            }
            direction = next;
            (direction == 'M' ? said : answer)
                    .append(line.substring(2, line.indexOf(SIDE)).strip());
        }
        turns.add(new Turn(said.toString(), answer.toString()));
        return turns;
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(CapturedSession.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the MTA said. */
    byte[] said() {
        return HexFormat.of().parseHex(turns.stream().map(Turn::said).collect(Collectors.joining()));
    }

    /** All that it got, in hexadecimal. */
    String answers() {
        return turns.stream().map(Turn::answer).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return file + " " + nth;
    }
}
