package io.github.guichet.status;

/** What is remembered of the last hour, and shown in plots. The names are those of {@code guichet status --json}. */
enum Series {
    LOOKUPS("lookups", Unit.PER_SECOND),
    HIT_RATIO("hit-ratio", Unit.RATIO),
    LOOKUP_P95("lookup-p95-seconds", Unit.SECONDS),
    UNAVAILABLE("unavailable-answers", Unit.PER_MINUTE),
    SOURCE_ERRORS("source-errors", Unit.PER_MINUTE),
    LOG_INS_OK("log-ins-ok", Unit.PER_MINUTE),
    LOG_INS_REFUSED("log-ins-refused", Unit.PER_MINUTE),
    POLICY_DECISIONS("policy-decisions", Unit.PER_MINUTE),
    POLICY_REFUSALS("policy-refusals", Unit.PER_MINUTE),
    MILTER_DECISIONS("milter-decisions", Unit.PER_MINUTE),
    MILTER_OBJECTIONS("milter-objections", Unit.PER_MINUTE),
    LOGGED_ERRORS("logged-errors", Unit.PER_MINUTE);

    /** In what a value is measured. */
    enum Unit {
        /** Events a second. */
        PER_SECOND("1/s"),
        /** Events a minute. */
        PER_MINUTE("1/min"),
        /** Part of all, 0 to 1. */
        RATIO("1"),
        /** Seconds. */
        SECONDS("s");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        /** As in JSON. */
        String word() {
            return word;
        }
    }

    private final String key;
    private final Unit unit;

    Series(String key, Unit unit) {
        this.key = key;
        this.unit = unit;
    }

    /** As in JSON. */
    String key() {
        return key;
    }

    Unit unit() {
        return unit;
    }
}
