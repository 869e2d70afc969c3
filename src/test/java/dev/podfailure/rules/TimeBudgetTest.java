package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {
    @Test
    void isSpentByAThreadThatWorks() {
        LongSupplier clock = goingOnBy(TimeBudget.NANOS + 1);

        assertThat(isSpentAtTheThirdLook(new TimeBudget(clock, clock))).isTrue();
    }

    @Test
    void isNotSpentByAThreadThatIsHeldUp() {
        assertThat(isSpentAtTheThirdLook(new TimeBudget(goingOnBy(TimeBudget.NANOS + 1), () -> 1)))
                .isFalse();
    }

    @Test
    void isNotSpentWithinIt() {
        LongSupplier clock = goingOnBy(TimeBudget.NANOS / 10);

        assertThat(isSpentAtTheThirdLook(new TimeBudget(clock, clock))).isFalse();
    }

    private static boolean isSpentAtTheThirdLook(TimeBudget budget) {
        return Stream.generate(budget::isSpentNow)
                .limit(3)
                .reduce((before, now) -> now)
                .orElseThrow();
    }

    /** A clock that goes on by so much whenever somebody looks. */
    private static LongSupplier goingOnBy(long nanos) {
        AtomicLong now = new AtomicLong();
        return () -> now.addAndGet(nanos);
    }
}
