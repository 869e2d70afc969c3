package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecheckTest {
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Status.Code> revoked = new ArrayList<>();
    private final List<Optional<StatusRuntimeException>> answers = new ArrayList<>();
    private final Recheck recheck = new Recheck(
            () -> answers.removeFirst(), error -> revoked.add(error.getStatus().getCode()), GRACE, nanoTime::get);

    @Test
    void aYesChangesNothing() {
        look(Optional.empty());

        assertThat(revoked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAUTHENTICATED", "PERMISSION_DENIED"})
    void aNoEndsTheStream(Status.Code code) {
        look(Optional.of(code.toStatus().asRuntimeException()));

        assertThat(revoked).containsExactly(code);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED"})
    void noAnswerEndsTheStreamWhenTheLastYesIsTooOld(Status.Code code) {
        Optional<StatusRuntimeException> none = Optional.of(code.toStatus().asRuntimeException());
        pass(Duration.ofSeconds(50));
        look(Optional.empty());

        pass(Duration.ofSeconds(59));
        look(none);
        assertThat(revoked).isEmpty();

        pass(Duration.ofSeconds(1));
        look(none);
        assertThat(revoked).containsExactly(code);
    }

    @Test
    void oneLookIsMadeAtATime() {
        Deque<Runnable> threads = new ArrayDeque<>();
        recheck.soon(threads::add);
        recheck.soon(threads::add);
        assertThat(threads).hasSize(1);

        answers.add(Optional.empty());
        threads.remove().run();
        recheck.soon(threads::add);
        assertThat(threads).hasSize(1);
    }

    private void look(Optional<StatusRuntimeException> answer) {
        answers.add(answer);
        recheck.look();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
