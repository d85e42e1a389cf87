package io.github.guichet.milter.check;

import java.util.List;

/**
 * What {@link PrivacyCheck} hides.
 *
 * @param received key {@code received}: what becomes of Received: fields that the client sent
 * @param remove key {@code remove}: names of fields that are removed, any case
 */
public record PrivacyCheckConfig(Received received, List<String> remove) {

    /** Fields by which mail programs and web mail tell the client's address, its name, or what it runs. */
    public static final List<String> USUAL = List.of(
            "X-Originating-IP",
            "X-Originating-Client",
            "X-Client-IP",
            "X-Sender-IP",
            "X-Remote-IP",
            "X-PHP-Originating-Script",
            "X-PHP-Script",
            "X-Source",
            "X-Source-Args",
            "X-Source-Dir",
            "X-Mailer",
            "X-MimeOLE",
            "User-Agent",
            "X-User-Agent");

    /** Refuses what is no name of a field, or one that mail needs, with an {@link IllegalArgumentException}. */
    public PrivacyCheckConfig {
        remove = List.copyOf(remove);
        remove.forEach(name -> FieldName.refuse(FieldName.whyNotRemove(name)));
    }

    /** What becomes of Received: fields. */
    public enum Received {
        /** Nothing. */
        KEEP,
        /** They lose the client's name and address. */
        SHORTEN,
        /** They are removed. */
        REMOVE
    }
}
