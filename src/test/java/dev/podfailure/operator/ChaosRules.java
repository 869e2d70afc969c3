package dev.podfailure.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A rule set that says something else each time: the categories carry the number of the version. */
final class ChaosRules implements AutoCloseable {
    private static final String SPEC = """
            defaultCategory: other-vVERSION
            rules:
            - {name: config, category: config-vVERSION, onExitCodes: {operator: In, values: [64]}}
            - {name: bug, category: bug-vVERSION, onExitCodes: {operator: In, values: [1]}}
            - {name: fine, category: fine, outcome: Ignored, onExitCodes: {operator: In, values: [143]}}
            """;

    private final StoredRuleSets ruleSets;
    private final Map<Long, Instant> applied = new ConcurrentSkipListMap<>();
    private long latest;
    private final ScheduledExecutorService author = Executors.newSingleThreadScheduledExecutor();

    ChaosRules(StoredRuleSets ruleSets) {
        this.ruleSets = ruleSets;
        write(1);
    }

    /** Writes another version now and then. */
    void changeEvery(Duration interval) {
        Future<?> unused = author.scheduleWithFixedDelay(
                this::change, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** When each version was about to be written; its number is the generation of the rule set. */
    Map<Long, Instant> applied() {
        return applied;
    }

    /** What the rules of a version say about a pod. */
    static String category(ChaosPods.Kind kind, long version) {
        return switch (kind) {
            case CONFIG -> "config-v" + version;
            case BUG -> "bug-v" + version;
            case UNMATCHED -> "other-v" + version;
            case IGNORED, STOPPED -> throw new IllegalArgumentException(kind + " gets no category");
        };
    }

    @Override
    public void close() {
        author.shutdownNow();
    }

    private void change() {
        try {
            write(latest + 1);
        } catch (KubernetesClientException | IllegalStateException e) {
            // The API server is gone for a moment. The same version is written at the next turn.
        }
    }

    private void write(long version) {
        // The first try may have been accepted and its answer lost.
        applied.putIfAbsent(version, Instant.now());
        ruleSets.put(RunningOperator.NAMESPACE, "chaos", SPEC.replace("VERSION", Long.toString(version)));
        long generation =
                ruleSets.find(RunningOperator.NAMESPACE, "chaos").getMetadata().getGeneration();
        if (generation != version) {
            throw new AssertionError("version " + version + " became generation " + generation);
        }
        latest = version;
    }
}
