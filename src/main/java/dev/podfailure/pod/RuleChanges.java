package dev.podfailure.pod;

import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Asks the undecided pods again after the rules changed: shortly after, for rules that match now, and once more when the
 * rules have settled, for defaults. Many changes in a row make one round.
 */
final class RuleChanges {
    private static final Duration QUIET = Duration.ofMillis(200);

    private final Duration rulesSettle;
    private final FailedPods pods;
    private final BiConsumer<ResourceID, Pod> ask;
    private final BooleanSupplier leading;
    private final BackgroundTasks background;
    private final AtomicBoolean soon = new AtomicBoolean();
    private final AtomicLong changes = new AtomicLong();

    /** @param ask asks about one pod; must not block */
    RuleChanges(
            Duration rulesSettle,
            FailedPods pods,
            BiConsumer<ResourceID, Pod> ask,
            BooleanSupplier leading,
            BackgroundTasks background) {
        this.rulesSettle = rulesSettle;
        this.pods = pods;
        this.ask = ask;
        this.leading = leading;
        this.background = background;
    }

    /** Listens from now on. */
    void follow(ActiveRules rules) {
        rules.onChange(this::changed);
    }

    private void changed() {
        long change = changes.incrementAndGet();
        if (soon.compareAndSet(false, true)) {
            background.run(this::askSoon, QUIET);
        }
        background.run(() -> askSettled(change), rulesSettle.plus(QUIET));
    }

    private void askSoon() {
        soon.set(false);
        askUndecided();
    }

    private void askSettled(long change) {
        if (changes.get() == change) {
            askUndecided();
        }
    }

    private void askUndecided() {
        if (!leading.getAsBoolean()) {
            return;
        }
        pods.all().forEach((id, pod) -> {
            if (pod.record().isEmpty()) {
                ask.accept(id, pod.last());
            }
        });
    }
}
