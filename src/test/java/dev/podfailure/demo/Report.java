package dev.podfailure.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What was expected and what came.
 *
 * @param expected by namespace/name
 * @param answers by namespace/name
 */
record Report(Map<String, Expectation> expected, Map<String, Expectation> answers) {

    /** Waits until every pod has an answer, or for so long. */
    static Report await(
            Map<String, Expectation> expected, Supplier<Map<String, Expectation>> answers, Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (!answers.get().keySet().containsAll(expected.keySet())
                && Instant.now().isBefore(end)) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return new Report(expected, answers.get());
    }

    /** One line for each pod without the expected answer, and for each answer that nobody expected. */
    List<String> differences() {
        List<String> lines = new ArrayList<>();
        expected.forEach((pod, wanted) -> {
            Expectation answer = answers.get(pod);
            if (answer == null) {
                lines.add("%s got no category, expected was %s".formatted(pod, wanted.pair()));
            } else if (!wanted.accepts(answer)) {
                lines.add("%s is %s by '%s', expected was %s by '%s'"
                        .formatted(pod, answer.pair(), answer.rule(), wanted.pair(), wanted.rule()));
            }
        });
        answers.forEach((pod, answer) -> {
            if (!expected.containsKey(pod)) {
                lines.add("%s is %s, expected was no category".formatted(pod, answer.pair()));
            }
        });
        return lines;
    }

    /** Says how it went; true if everything was as expected. */
    boolean print(Screen screen) {
        List<String> differences = differences();
        screen.heading(
                differences.isEmpty()
                        ? "All %d failed pods got the category that was expected".formatted(expected.size())
                        : "%d pods did not get what was expected".formatted(differences.size()));
        differences.forEach(screen::line);
        return differences.isEmpty();
    }
}
