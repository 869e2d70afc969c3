package dev.podfailure.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCacheTest {
    private static final int SIZE = 3;

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private final AnswerCache<String, Boolean> cache =
            new AnswerCache<>(SIZE, Duration.ofSeconds(60), Duration.ofSeconds(10), answer -> answer, nanoTime::get);

    @ParameterizedTest
    @CsvSource({"true, 59, 1", "true, 60, 2", "false, 9, 1", "false, 10, 2"})
    void anAnswerCountsForItsTime(boolean answer, long seconds, int asked) throws ReviewException {
        ask("a", answer);
        nanoTime.set(Duration.ofSeconds(seconds).toNanos());

        assertThat(ask("a", answer)).isEqualTo(answer);
        assertThat(questions).hasValue(asked);
    }

    @Test
    void anAnswerIsAsOldAsItsQuestion() throws ReviewException {
        cache.answer("a", () -> {
            nanoTime.set(Duration.ofSeconds(59).toNanos());
            return true;
        });
        nanoTime.set(Duration.ofSeconds(60).toNanos());

        assertThat(ask("a", false)).isFalse();
    }

    @Test
    void holdsSoManyOfEachKindTheLatestUsed() throws ReviewException {
        for (String key : List.of("a", "b", "c", "a", "d")) {
            ask(key, true);
        }

        assertThat(cache.size()).isEqualTo(SIZE);
        assertThat(ask("a", false)).isTrue();
        assertThat(ask("b", false)).isFalse();
    }

    @Test
    void aFloodOfNoDoesNotPushOutAYes() throws ReviewException {
        ask("good", true);
        for (int i = 0; i < 100; i++) {
            ask("bad" + i, false);
        }

        assertThat(ask("good", false)).isTrue();
        assertThat(cache.size()).isEqualTo(SIZE + 1);
    }

    @Test
    void whatCouldNotBeAnsweredIsAskedAgain() throws ReviewException {
        ReviewException gone = new ReviewException(new Refusal(Refusal.Reason.UNAVAILABLE, "gone"));

        assertThatThrownBy(() -> cache.answer("a", () -> {
                    throw gone;
                }))
                .isSameAs(gone);
        assertThat(cache.size()).isZero();
        assertThat(ask("a", true)).isTrue();
    }

    @Test
    void oneAsksAndTheOthersWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> askers = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> cache.answer("a", () -> {
                        questions.incrementAndGet();
                        asked.countDown();
                        return answer.join();
                    })))
                    .toList();
            asked.await();
            answer.complete(true);

            for (Future<Boolean> asker : askers) {
                assertThat(asker.get()).isTrue();
            }
        }
        assertThat(questions).hasValue(1);
    }

    private boolean ask(String key, boolean answer) throws ReviewException {
        return cache.answer(key, () -> {
            questions.incrementAndGet();
            return answer;
        });
    }
}
