package io.github.guichet.lookup.key;

/** How the parents of a domain name are searched. */
enum Parents {
    /** Not at all. */
    NONE,
    /** As {@code parent}: the key {@code example.com} also stands for {@code mail.example.com}. */
    PLAIN,
    /** As {@code .parent}. */
    DOTTED;

    /**
     * The next name to ask.
     *
     * @param name the name asked before, not empty
     * @return the next longer parent; empty when there is none
     */
    String after(String name) {
        int dot = this == NONE ? -1 : name.indexOf('.', 1);
        if (dot < 0) {
            return "";
        }
        return name.substring(this == PLAIN ? dot + 1 : dot);
    }
}
