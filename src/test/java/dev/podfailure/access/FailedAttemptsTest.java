package dev.podfailure.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailedAttempts attempts = new FailedAttempts(
            new FailedAttempts.Limit(3, SECOND.multipliedBy(6)), new FailedAttempts.Limit(10, SECOND), nanoTime::get);

    @Test
    void anAddressHasSoManyAttempts() {
        assertThat(taken("a", 10)).isEqualTo(3);
        assertThat(taken("b", 10)).isEqualTo(3);
    }

    @Test
    void allAddressesTogetherHaveSoManyAttempts() {
        assertThat(IntStream.range(0, 20).map(i -> taken("peer-" + i, 3)).sum()).isEqualTo(10);
    }

    @Test
    void oneComesBackAfterAWhileAndNoMoreThanThereWere() {
        taken("a", 3);

        pass(SECOND.multipliedBy(5));
        assertThat(taken("a", 3)).isZero();
        pass(SECOND);
        assertThat(taken("a", 3)).isEqualTo(1);
        pass(Duration.ofHours(1));
        assertThat(taken("a", 10)).isEqualTo(3);
    }

    @Test
    void anAttemptThatIsGivenBackCostsNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(attempts.take("a")).isTrue();
            attempts.giveBack("a");
        }
        assertThat(taken("a", 10)).isEqualTo(3);
    }

    @Test
    void forgottenAddressesDoNotHaveMoreThanAllTogether() {
        pass(Duration.ofHours(1));
        assertThat(IntStream.range(0, 10_000).map(i -> taken("peer-" + i, 1)).sum())
                .isEqualTo(10);
    }

    private int taken(String peer, int tries) {
        return (int) IntStream.range(0, tries).filter(i -> attempts.take(peer)).count();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
