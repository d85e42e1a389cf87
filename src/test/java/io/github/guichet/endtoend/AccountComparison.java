package io.github.guichet.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same doveadm questions asked of two instances of Dovecot, one of which has guichet for its auth service. */
final class AccountComparison {

    /** How many doveadm processes at once. */
    private static final int AT_ONCE = 4;

    private final List<List<String>> questions = new ArrayList<>();

    /**
     * What doveadm said.
     *
     * @param exit its exit status
     * @param fields the lines of its output that say something, sorted
     */
    record Answer(int exit, List<String> fields) {

        List<String> lowerCase() {
            return fields.stream()
                    .map(field -> field.toLowerCase(Locale.ROOT))
                    .sorted()
                    .distinct()
                    .toList();
        }
    }

    /**
     * What came of it.
     *
     * @param differences each with the question and both answers
     * @param onPurpose how many more there are that are meant
     */
    record Result(List<String> differences, int onPurpose) {}

    /** Adds a doveadm command. */
    AccountComparison ask(String... doveadm) {
        questions.add(List.of(doveadm));
        return this;
    }

    /** Everything there is to know about a user whose password may be {@code good}. */
    AccountComparison about(String user) {
        return about(user, "good");
    }

    /** Everything there is to know about a user. */
    AccountComparison about(String user, String password) {
        return ask("auth", "test", user, password)
                .ask("auth", "test", user, "bad")
                .ask("auth", "login", user, password)
                .ask("auth", "lookup", user)
                .ask("user", user);
    }

    /** How many questions there are. */
    int size() {
        return questions.size();
    }

    /** Asks both. */
    Result compare(DovecotServer reference, DovecotServer tested) {
        List<Answer> expected = answers(reference);
        List<Answer> actual = answers(tested);
        List<String> differences = new ArrayList<>();
        int onPurpose = 0;
        for (int i = 0; i < questions.size(); i++) {
            if (expected.get(i).equals(actual.get(i))) {
                continue;
            }
            if (AccountDeviations.onPurpose(questions.get(i), expected.get(i), actual.get(i))) {
                onPurpose++;
            } else {
                differences.add("doveadm " + String.join(" ", questions.get(i)) + "\n  Dovecot: " + expected.get(i)
                        + "\n  guichet: " + actual.get(i));
            }
        }
        return new Result(differences, onPurpose);
    }

    private List<Answer> answers(DovecotServer dovecot) {
        ExecutorService several = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Answer>> running = questions.stream()
                    .map(question -> several.submit(() -> answer(dovecot, question)))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : running) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            several.shutdownNow();
        }
    }

    private static Answer answer(DovecotServer dovecot, List<String> question) {
        Command done = dovecot.doveadm(question.toArray(new String[0]));
        boolean refused = done.out().contains(" auth failed");
        return new Answer(
                done.exit(),
                done.out()
                        .lines()
                        .map(String::strip)
                        .map(AccountComparison::flag)
                        .filter(line -> !line.isEmpty() && !isNoise(line, question, refused))
                        .sorted()
                        .toList());
    }

    /** Both of these are there or not; whether "y" or nothing stands beside them says nothing. */
    private static String flag(String line) {
        return line.replaceAll("^(nologin|proxy) +: y$", "$1");
    }

    /**
     * What a peer does not look at: under which names somebody was refused, and the client's own password, which only the proxying
     * log-in process uses and which Dovecot leaves out where doveadm tests.
     */
    private static boolean isNoise(String line, List<String> question, boolean refused) {
        return refused
                ? line.startsWith("user=") || line.startsWith("original_user=")
                : line.startsWith("pass=") && question.contains("test");
    }
}
