package io.github.guichet.lookup.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Picks the values out of the entries of one search, in the server's order, by the rules of ldap_table(5). */
final class EntryReader {

    /** A value that belongs to the result, or that leads to more. */
    sealed interface Item {

        /** Goes through the result format into the result. */
        record Text(String value) implements Item {}

        /** A DN or an LDAP URL to follow. */
        record Reference(String attribute, String value) implements Item {}
    }

    private final ResultAttributes attributes;

    EntryReader(ResultAttributes attributes) {
        this.attributes = attributes;
    }

    /**
     * Reads all entries that one search found.
     *
     * @throws SourceException when a value is no text
     */
    List<Item> read(List<? extends Entry> entries) throws SourceException {
        List<Item> items = new ArrayList<>();
        // Postfix keeps both over all entries of one search: once an entry had a terminal or a special attribute, all
        // entries after it count as having one. That changes results, so it is imitated.
        boolean terminal = false;
        boolean leaf = true;
        for (Entry entry : entries) {
            terminal |= hasAny(entry, attributes.terminal());
            if (!terminal && !attributes.leaf().isEmpty()) {
                leaf &= !hasAny(entry, attributes.special());
            }
            for (Attribute attribute : entry.getAttributes()) {
                pick(attribute, terminal, leaf, items);
            }
        }
        return items;
    }

    /** By the exact description: {@code mail;lang-en} does not make an entry one with a {@code mail}. */
    private static boolean hasAny(Entry entry, List<String> names) {
        return names.stream().anyMatch(entry::hasAttribute);
    }

    private void pick(Attribute attribute, boolean terminal, boolean leaf, List<Item> items) throws SourceException {
        ResultAttributes.Kind kind = attributes.kind(attribute.getName());
        boolean taken = switch (kind) {
            case TERMINAL -> leaf;
            case LEAF -> !terminal && leaf;
            case REGULAR, SPECIAL -> !terminal;
            case OTHER -> false;
        };
        if (!taken) {
            return;
        }
        for (ASN1OctetString value : attribute.getRawValues()) {
            String text = text(attribute.getName(), value.getValue());
            items.add(
                    kind == ResultAttributes.Kind.SPECIAL
                            ? new Item.Reference(attribute.getName(), text)
                            : new Item.Text(text));
        }
    }

    /** A value as text. */
    static String text(String attribute, byte[] value) throws SourceException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // said below
        }
        throw new SourceException(SourceFailure.RESULT, "a value of attribute " + attribute + " is not text in UTF-8");
    }
}
