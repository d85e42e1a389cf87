package io.github.guichet.command;

import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.ldap.LdapSource;
import io.github.guichet.lookup.sql.SqlSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tries the sources of a configuration that are new in it, or set otherwise: a mistyped password must not take the place of one that works.
 * One that is as it was is taken as it is; perhaps it is down, and has been for a while.
 */
final class NewSources {

    private NewSources() {}

    /**
     * Connects to those that are new, all at a time. Blocks for the longest deadline.
     *
     * @param file for the report
     * @param ending completes when nobody wants to know any more
     * @return a line for each that does not answer, as {@code check-config --connect} says it
     */
    static List<String> unreachable(
            String file, RunningConfiguration before, RunningConfiguration next, CompletableFuture<Void> ending) {
        Map<Source, CompletableFuture<Optional<String>>> questions = new LinkedHashMap<>();
        next.sources().stream()
                .filter(source -> before.sources().stream().noneMatch(old -> same(old, source)))
                .forEach(source -> questions.put(source, connect(source)));
        Object unused = CompletableFuture.anyOf(
                        ending, CompletableFuture.allOf(questions.values().toArray(CompletableFuture<?>[]::new)))
                .join();
        List<String> lines = new ArrayList<>();
        questions.forEach((source, question) -> question.getNow(Optional.of("was not waited for"))
                .ifPresent(reason -> lines.add(ConnectCheck.problem(Path.of(file), "source." + source.name(), reason)
                        .toString())));
        return lines;
    }

    private static boolean same(Source one, Source other) {
        if (!one.name().equals(other.name()) || one.getClass() != other.getClass()) {
            return false;
        }
        if (one instanceof SqlSource sql) {
            return sql.config().equals(((SqlSource) other).config());
        }
        return !(one instanceof LdapSource ldap) || ldap.config().equals(((LdapSource) other).config());
    }

    private static CompletableFuture<Optional<String>> connect(Source source) {
        CompletableFuture<Optional<String>> end = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        source.connect();
                        end.complete(Optional.empty());
                    } catch (SourceException e) {
                        end.complete(Optional.of(String.valueOf(e.getMessage())));
                    } catch (RuntimeException e) {
                        end.complete(Optional.of(e.toString()));
                    }
                },
                "guichet-connect");
        thread.setDaemon(true);
        thread.start();
        return end;
    }
}
