package io.github.guichet.lookup;

class ValuesTableContractTest extends TableContract {

    @Override
    protected Table table() {
        return new ValuesTable("values", CONTENTS);
    }

    @Override
    protected boolean takeSourceAway() {
        return false;
    }
}
