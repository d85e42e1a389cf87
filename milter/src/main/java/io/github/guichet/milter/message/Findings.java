package io.github.guichet.milter.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a field, while it is read: the worst of it, and the first of that kind. */
final class Findings {

    private Syntax worst = Syntax.VALID;
    private @Nullable String problem;

    /** Something that still has to be read. */
    void obsolete(String what) {
        found(Syntax.OBSOLETE, what);
    }

    /** Something that readers may read in different ways. */
    void invalid(String what) {
        found(Syntax.INVALID, what);
    }

    private void found(Syntax syntax, String what) {
        if (syntax.compareTo(worst) > 0) {
            worst = syntax;
            problem = what;
        }
    }

    Syntax worst() {
        return worst;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
