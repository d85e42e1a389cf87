package io.github.guichet.lookup;

/** A cache keeps the promises of the table behind it. */
class CachedTableContractTest extends TableContract {

    private final ScriptedTable source = new ScriptedTable("cached");
    private final CachedTable cache = new CachedTable(source, CacheConfig.DEFAULT);

    @Override
    protected Table table() {
        source.rows.putAll(CONTENTS);
        return cache;
    }

    @Override
    protected boolean takeSourceAway() {
        source.down = true;
        cache.invalidateAll();
        return true;
    }
}
