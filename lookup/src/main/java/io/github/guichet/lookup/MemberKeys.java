package io.github.guichet.lookup;

import java.util.ArrayList;
import java.util.List;

/** The keys of several tables together. */
final class MemberKeys {

    private MemberKeys() {}

    /** All keys of all tables, or the first reason why there is no such list. */
    static Keys of(List<Table> members) {
        List<String> all = new ArrayList<>();
        for (Table member : members) {
            Keys keys = member.keys();
            if (!(keys instanceof Keys.Listed listed)) {
                return keys;
            }
            all.addAll(listed.keys());
        }
        return new Keys.Listed(all);
    }
}
