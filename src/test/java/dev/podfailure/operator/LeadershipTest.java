package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    @Test
    void isAlwaysHeldWithoutAnElection() {
        try (Leadership leadership = new Leadership(null, "replica", new AtomicLong()::get)) {
            assertThat(leadership.isLeading()).isTrue();
        }
    }
}
