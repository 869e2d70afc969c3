package dev.podfailure.pod;

import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Asks the open pods again after the rules changed: shortly after, for rules that match now, and once more when the
 * rules have settled, for defaults. Open are those without a record, and those that a user wants decided anew. After the labels of a namespace changed, its pods are asked. Many changes in a row make
 * one round.
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
    private final AtomicBoolean namespacesSoon = new AtomicBoolean();
    private final Set<String> changedNamespaces = ConcurrentHashMap.newKeySet();

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

    /** Listens from now on. */
    void follow(NamespaceLabels namespaces) {
        namespaces.onChange(this::changed);
    }

    /** Asks about every open pod, soon. */
    void askAgain() {
        if (soon.compareAndSet(false, true)) {
            background.run(this::askSoon, QUIET);
        }
    }

    private void changed(String namespace) {
        changedNamespaces.add(namespace);
        if (namespacesSoon.compareAndSet(false, true)) {
            background.run(this::askInChangedNamespaces, QUIET);
        }
    }

    private void askInChangedNamespaces() {
        namespacesSoon.set(false);
        Set<String> changed = Set.copyOf(changedNamespaces);
        changedNamespaces.removeAll(changed);
        askOpen(id -> id.getNamespace().filter(changed::contains).isPresent());
    }

    private void changed() {
        long change = changes.incrementAndGet();
        askAgain();
        background.run(() -> askSettled(change), rulesSettle.plus(QUIET));
    }

    private void askSoon() {
        soon.set(false);
        askOpen(id -> true);
    }

    private void askSettled(long change) {
        if (changes.get() == change) {
            askOpen(id -> true);
        }
    }

    private void askOpen(Predicate<ResourceID> which) {
        if (!leading.getAsBoolean()) {
            return;
        }
        pods.all().forEach((id, pod) -> {
            if (which.test(id) && pod.isOpen()) {
                ask.accept(id, pod.last());
            }
        });
    }
}
