package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiServerProbeTest {
    private final Deque<String> answers = new ArrayDeque<>();
    private final ApiServerProbe probe = new ApiServerProbe(answers::removeFirst);

    @Test
    void oneLostRequestIsNoOutage() throws InterruptedException {
        assertThat(after("refused", "refused", "")).isEmpty();
    }

    @Test
    void severalInARowAre() throws InterruptedException {
        assertThat(after("refused", "refused", "no route")).isEqualTo("the API server does not answer: no route");
    }

    @Test
    void theFirstAnswerEndsAnOutage() throws InterruptedException {
        assertThat(after("refused", "refused", "refused", "")).isEmpty();
    }

    private String after(String... given) throws InterruptedException {
        answers.addAll(List.of(given));
        while (!answers.isEmpty()) {
            probe.probe();
        }
        return probe.problem();
    }
}
