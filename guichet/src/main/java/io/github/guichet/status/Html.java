package io.github.guichet.status;

/** Writes HTML. Whatever is text goes through {@link #text}. */
final class Html {

    private final StringBuilder out = new StringBuilder(16 * 1024);

    /** Tags as they are; never with anything from outside in them. */
    Html tags(String tags) {
        out.append(tags);
        return this;
    }

    /** Text, escaped. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
