package io.github.guichet.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs examinations one after the other, each within a time: a database that hangs must not hang the doctor. */
public final class Doctor {

    /**
     * What one examination brought.
     *
     * @param examination its name
     * @param findings at least one
     */
    public record Examined(String examination, List<Finding> findings) {
        /** Copies. */
        public Examined {
            findings = List.copyOf(findings);
        }

        /** The one that matters most. */
        public Severity worst() {
            return findings.stream()
                    .map(Finding::severity)
                    .max(Severity::compareTo)
                    .orElse(Severity.OK);
        }
    }

    /** Is told what is looked at now. */
    @FunctionalInterface
    public interface Progress {
        /** The next one begins. */
        void examining(String name, int number, int of);
    }

    private final Duration limit;
    private final Progress progress;

    /**
     * A doctor.
     *
     * @param limit for each examination
     */
    public Doctor(Duration limit, Progress progress) {
        this.limit = limit;
        this.progress = progress;
    }

    /** Examines, in order. */
    public List<Examined> examine(List<Examination> examinations) {
        List<Examined> all = new ArrayList<>();
        for (Examination examination : examinations) {
            progress.examining(examination.name(), all.size() + 1, examinations.size());
            all.add(new Examined(examination.name(), findings(examination)));
        }
        return List.copyOf(all);
    }

    private List<Finding> findings(Examination examination) {
        FutureTask<List<Finding>> task = new FutureTask<>(examination::examine);
        Thread thread = new Thread(task, "doctor-" + examination.name());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            boolean unused = task.cancel(true);
            return List.of(Finding.unknown(
                    "this took longer than " + limit.toSeconds() + " s and was given up",
                    "Something that is asked here hangs. Try it alone and with more time",
                    "guichet doctor --only " + examination.name() + " --timeout " + limit.toSeconds() * 4));
        } catch (ExecutionException e) {
            return List.of(failed(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            boolean unused = task.cancel(true);
            Thread.currentThread().interrupt();
            return List.of(Finding.unknown("interrupted", ""));
        }
    }

    private static Finding failed(Throwable cause) {
        if (cause instanceof CannotLookException cannot) {
            String why = String.valueOf(cannot.getMessage());
            return cannot.isAbsent() ? Finding.note(why, "") : Finding.unknown(why, "");
        }
        return Finding.unknown("this examination failed: " + cause, "This is a defect of guichet; please report it");
    }
}
