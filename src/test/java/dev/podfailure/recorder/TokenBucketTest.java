package dev.podfailure.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final TokenBucket bucket = new TokenBucket(10, 3, now::get);

    @Test
    void letsABurstThroughAndNoMore() {
        assertThat(taken(5)).isEqualTo(3);
    }

    @Test
    void fillsWithTime() {
        taken(3);
        now.addAndGet(Duration.ofMillis(200).toNanos());

        assertThat(taken(5)).isEqualTo(2);
    }

    @Test
    void keepsPartsOfATokenForLater() {
        taken(3);
        for (int i = 0; i < 4; i++) {
            now.addAndGet(Duration.ofMillis(26).toNanos());
            taken(0);
        }

        assertThat(taken(5)).isEqualTo(1);
    }

    @Test
    void holdsNoMoreThanABurst() {
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(taken(5)).isEqualTo(3);
    }

    private long taken(int tries) {
        return IntStream.range(0, tries).filter(i -> bucket.tryTake()).count();
    }
}
