package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came: its bytes, and where in them each attribute is. A value becomes text when somebody asks for it, the first
 * time only. A name is found by comparing the first eight bytes of each line as one number, from the last to the first: so of
 * several with one name the last counts.
 *
 * <p>Filled by {@link PolicyRequestDecoder}, which may fill it again once it is answered.
 */
final class WireRequest implements PolicyRequest {

    private static final Stage[] STAGES = Stage.values();
    private static final int USUAL_BYTES = 2048;
    private static final int USUAL_ATTRIBUTES = 48;
    private static final int LONGEST_NUMBER = 18;

    /** With room behind the last byte, so that the eight bytes of a word are always there. */
    private byte[] bytes = new byte[USUAL_BYTES + ByteWord.BYTES];

    private int used;
    private int count;
    private long[] words = new long[USUAL_ATTRIBUTES];
    private int[] starts = new int[USUAL_ATTRIBUTES];
    private int[] ends = new int[USUAL_ATTRIBUTES];

    /** Where in each line a "=" was when its place in the list was last looked at. Outlives the request. */
    private int[] separators = new int[USUAL_ATTRIBUTES];

    private @Nullable String[] texts = new String[USUAL_ATTRIBUTES];
    private @Nullable Stage stage;

    /** The bytes of the request; those from {@link #used()} on have no meaning. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes there are. */
    int used() {
        return used;
    }

    /** How many attributes there are. */
    int count() {
        return count;
    }

    /**
     * Takes as many bytes as fit.
     *
     * @param longest never holds more bytes than this
     */
    void append(ByteBuf in, int longest) {
        int room = bytes.length - ByteWord.BYTES;
        if (used == room) {
            room = Math.min(longest, 2 * room);
            bytes = Arrays.copyOf(bytes, room + ByteWord.BYTES);
        }
        int taken = Math.min(in.readableBytes(), room - used);
        in.readBytes(bytes, used, taken);
        used += taken;
    }

    /** Gives bytes back that belong to the next request. */
    void cut(int length) {
        used = length;
    }

    /**
     * Notes an attribute.
     *
     * @param start where its line begins
     * @param end where it ends
     * @return false if the line has no "="
     */
    boolean add(int start, int end) {
        int at = count;
        if (at == words.length) {
            resize(2 * at);
        }
        // Postfix sends the same names in the same order each time, so the "=" is where it was before.
        int separator = start + separators[at];
        if (separator >= end || bytes[separator] != '=') {
            separator = separator(start, end);
            if (separator == end) {
                return false;
            }
            separators[at] = separator - start;
        }
        words[at] = ByteWord.at(bytes, start);
        starts[at] = start;
        ends[at] = end;
        count = at + 1;
        return true;
    }

    private int separator(int start, int end) {
        int separator = start;
        while (separator < end && bytes[separator] != '=') {
            separator++;
        }
        return separator;
    }

    /** Forgets everything. Memory that only a long request needed is given back. */
    void clear() {
        Arrays.fill(texts, 0, count, null);
        stage = null;
        used = 0;
        count = 0;
        if (bytes.length > USUAL_BYTES + ByteWord.BYTES) {
            bytes = new byte[USUAL_BYTES + ByteWord.BYTES];
        }
        if (words.length > USUAL_ATTRIBUTES) {
            resize(USUAL_ATTRIBUTES);
        }
    }

    /** Whether an attribute is there and has exactly this value, in ASCII. */
    boolean has(AttributeName name, String value) {
        int at = find(name);
        return at >= 0 && isValue(at, name, value);
    }

    @Override
    public Stage stage() {
        Stage known = stage;
        if (known == null) {
            known = stageOf(find(AttributeName.PROTOCOL_STATE));
            stage = known;
        }
        return known;
    }

    @Override
    public String fact(String name) {
        return text(AttributeName.of(name));
    }

    @Override
    public String login() {
        return text(AttributeName.SASL_USERNAME);
    }

    @Override
    public String sender() {
        return text(AttributeName.SENDER);
    }

    @Override
    public String recipient() {
        return text(AttributeName.RECIPIENT);
    }

    @Override
    public String client() {
        return text(AttributeName.CLIENT_ADDRESS);
    }

    @Override
    public String instance() {
        return text(AttributeName.INSTANCE);
    }

    @Override
    public String queueId() {
        return text(AttributeName.QUEUE_ID);
    }

    @Override
    public long recipientCount() {
        return number(AttributeName.RECIPIENT_COUNT);
    }

    @Override
    public long size() {
        return number(AttributeName.SIZE);
    }

    @Override
    public Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        for (int at = 0; at < count; at++) {
            int separator = separator(starts[at], ends[at]);
            all.put(decoded(starts[at], separator), text(at, separator + 1));
        }
        return all;
    }

    private String text(AttributeName name) {
        int at = find(name);
        return at < 0 ? "" : text(at, value(at, name));
    }

    private String text(int at, int from) {
        String text = texts[at];
        if (text == null) {
            text = decoded(from, ends[at]);
            texts[at] = text;
        }
        return text;
    }

    private String decoded(int from, int to) {
        return from == to ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private long number(AttributeName name) {
        int at = find(name);
        if (at < 0) {
            return 0;
        }
        int from = value(at, name);
        long number = 0;
        for (int i = from; i < ends[at]; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = i - from < LONGEST_NUMBER ? number * 10 + digit : MOST;
        }
        return number;
    }

    private int find(AttributeName name) {
        if (name.possible()) {
            long[] all = words;
            long head = name.head();
            long mask = name.mask();
            for (int at = count - 1; at >= 0; at--) {
                if ((all[at] & mask) == head && name.begins(bytes, starts[at], ends[at])) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** Where the value begins. */
    private int value(int at, AttributeName name) {
        return starts[at] + name.text().length() + 1;
    }

    private boolean isValue(int at, AttributeName name, String value) {
        int from = value(at, name);
        return ends[at] - from == value.length() && isText(from, value);
    }

    /** Whether bytes are this text, which is ASCII. */
    private boolean isText(int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Stage stageOf(int at) {
        if (at >= 0) {
            for (Stage candidate : STAGES) {
                if (isValue(at, AttributeName.PROTOCOL_STATE, candidate.word())) {
                    return candidate;
                }
            }
        }
        return Stage.OTHER;
    }

    private void resize(int size) {
        words = Arrays.copyOf(words, size);
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
        separators = Arrays.copyOf(separators, size);
        texts = Arrays.copyOf(texts, size);
    }
}
