package io.github.guichet.lookup.key;

/**
 * Asks the key and nothing else.
 *
 * @param config how to fold
 * @param folded whether to fold it
 */
record WholeKeyRule(AddressConfig config, boolean folded) implements KeyRule {

    @Override
    public String first(String key) {
        return folded ? config.fold(key) : key;
    }

    @Override
    public KeySearch begin(String key) {
        return new Search(first(key));
    }

    private static final class Search extends KeySearch {

        private String left;

        private Search(String key) {
            left = key;
        }

        @Override
        public boolean advance() {
            String next = left;
            left = "";
            return offer(next);
        }
    }
}
