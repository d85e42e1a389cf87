package io.github.guichet.lookup.key;

/**
 * Asks a host or domain name and its parents, or a network address and its networks; then the name in its other form, with
 * U-labels for A-labels or the reverse.
 *
 * @param config how to fold
 * @param parents how parents are searched
 * @param numbers what a network address is
 */
record NameRule(AddressConfig config, Parents parents, Numbers numbers) implements KeyRule {

    /** What to do with a key that is an IP address. */
    enum Numbers {
        /** The list has no addresses: it is searched like a name, as Postfix does. */
        NAME,
        /** Only the address itself. */
        WHOLE,
        /** The address, then shorter networks at dots or colons. */
        NETWORKS
    }

    @Override
    public String first(String key) {
        return config.fold(key);
    }

    @Override
    public KeySearch begin(String key) {
        String folded = first(key);
        if (numbers != Numbers.NAME && IpLiteral.is(key)) {
            return numbers == Numbers.WHOLE ? new WholeKeyRule(config, false).begin(folded) : new NetworkSearch(folded);
        }
        return new NameSearch(folded, DomainForm.other(key), parents);
    }

    private static final class NameSearch extends KeySearch {

        private final Parents parents;
        private String left;
        private String other;
        private boolean second;

        private NameSearch(String name, String other, Parents parents) {
            this.left = name;
            this.other = other;
            this.parents = parents;
        }

        @Override
        public boolean advance() {
            if (left.isEmpty()) {
                left = other;
                other = "";
                second = true;
            }
            String next = left;
            left = next.isEmpty() ? "" : parents.after(next);
            if (second && !DomainForm.hasForms(left)) {
                left = ""; // a parent that reads the same in both forms has been asked
            }
            return offer(next);
        }
    }

    private static final class NetworkSearch extends KeySearch {

        private final char separator;
        private String left;

        private NetworkSearch(String address) {
            this.left = address;
            this.separator = address.indexOf(':') >= 0 ? ':' : '.';
        }

        @Override
        public boolean advance() {
            String next = left;
            left = next.substring(0, Math.max(0, next.lastIndexOf(separator)));
            return offer(next);
        }
    }
}
