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
 * time only. A name is found by comparing one number an attribute, without memory of its own, from the last attribute to the first:
 * so of several with one name the last counts.
 *
 * <p>Filled by {@link PolicyRequestDecoder}, which may fill it again once it is answered.
 */
final class WireRequest implements PolicyRequest {

    private static final Stage[] STAGES = Stage.values();
    private static final int USUAL_BYTES = 2048;
    private static final int USUAL_ATTRIBUTES = 48;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int used;
    private int count;
    private int[] keys = new int[USUAL_ATTRIBUTES];
    private int[] starts = new int[USUAL_ATTRIBUTES];
    private int[] separators = new int[USUAL_ATTRIBUTES];
    private int[] ends = new int[USUAL_ATTRIBUTES];
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
        if (used == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(longest, 2 * bytes.length));
        }
        int taken = Math.min(in.readableBytes(), bytes.length - used);
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
     * @param start where its name begins
     * @param separator where its "=" is
     * @param end where the line ends
     */
    void add(int start, int separator, int end) {
        int at = count;
        if (at == keys.length) {
            grow(2 * at);
        }
        int length = separator - start;
        keys[at] = key(length, bytes[start], bytes[start + length / 2], bytes[separator - 1]);
        starts[at] = start;
        separators[at] = separator;
        ends[at] = end;
        count = at + 1;
    }

    /** Forgets everything. Memory that only a long request needed is given back. */
    void clear() {
        Arrays.fill(texts, 0, count, null);
        stage = null;
        used = 0;
        count = 0;
        if (bytes.length > USUAL_BYTES) {
            bytes = new byte[USUAL_BYTES];
        }
        if (keys.length > USUAL_ATTRIBUTES) {
            grow(USUAL_ATTRIBUTES);
        }
    }

    /** Whether an attribute has exactly this value, in ASCII; false if there is none of the name. */
    boolean has(String name, byte[] value) {
        int at = find(name);
        return at >= 0 && Arrays.equals(bytes, separators[at] + 1, ends[at], value, 0, value.length);
    }

    @Override
    public Stage stage() {
        Stage known = stage;
        if (known == null) {
            known = stageOf(find("protocol_state"));
            stage = known;
        }
        return known;
    }

    @Override
    public String fact(String name) {
        int at = find(name);
        return at < 0 ? "" : text(at);
    }

    @Override
    public Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        for (int at = 0; at < count; at++) {
            all.put(decoded(starts[at], separators[at]), text(at));
        }
        return all;
    }

    private String text(int at) {
        String text = texts[at];
        if (text == null) {
            text = decoded(separators[at] + 1, ends[at]);
            texts[at] = text;
        }
        return text;
    }

    private String decoded(int from, int to) {
        return from == to ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private int find(String name) {
        int length = name.length();
        if (length == 0) {
            return -1;
        }
        int key = key(length, (byte) name.charAt(0), (byte) name.charAt(length / 2), (byte) name.charAt(length - 1));
        for (int at = count - 1; at >= 0; at--) {
            if (keys[at] == key && isNamed(at, name)) {
                return at;
            }
        }
        return -1;
    }

    /** The length and three of the bytes tell the names that Postfix uses apart. */
    private static int key(int length, byte first, byte middle, byte last) {
        return length << 24 | (first & 0xff) << 16 | (middle & 0xff) << 8 | (last & 0xff);
    }

    private boolean isNamed(int at, String name) {
        return separators[at] - starts[at] == name.length() && isText(starts[at], name);
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
            int from = separators[at] + 1;
            int length = ends[at] - from;
            for (Stage candidate : STAGES) {
                String word = candidate.word();
                if (word.length() == length && isText(from, word)) {
                    return candidate;
                }
            }
        }
        return Stage.OTHER;
    }

    private void grow(int size) {
        keys = Arrays.copyOf(keys, size);
        starts = Arrays.copyOf(starts, size);
        separators = Arrays.copyOf(separators, size);
        ends = Arrays.copyOf(ends, size);
        texts = Arrays.copyOf(texts, size);
    }
}
