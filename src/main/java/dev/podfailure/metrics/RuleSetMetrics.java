package dev.podfailure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What is exported about rule sets. Thread-safe. */
public final class RuleSetMetrics {

    /** How a rule set stands. */
    public enum State {
        /** In use, and whole. */
        ACCEPTED,
        /** In use, with something left out. */
        PARTIALLY_INVALID,
        /** Not in use. */
        REJECTED;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final LabelledGauge ruleSets;
    private final LabelledGauge rules;
    private final BoundedCounters statusErrors;

    /** Guarded by this. Key: namespace/name. */
    private final Map<String, State> states = new HashMap<>();

    public RuleSetMetrics(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        ruleSets = meters.gauges("podfailure.rulesets", "Rule sets of the cluster, by how they stand.");
        rules = meters.gauges("podfailure.ruleset.rules", "Rules of a rule set: in use, and left out as invalid.");
        statusErrors = meters.counters(
                "podfailure.ruleset.status.errors", "Answers of the API server that refused the status of a rule set.");
        // The refusals that are likely; any other is exported from its first one on.
        statusErrors.export(Tags.of("code", "403"));
        statusErrors.export(Tags.of("code", "422"));
        exportStates();
    }

    /**
     * Exports a rule set, or what it is now.
     *
     * @param total rules in its spec
     * @param active rules in use
     */
    public synchronized void put(String namespace, String name, State state, int total, int active) {
        String path = namespace + "/" + name;
        states.put(path, state);
        rules.set(labels(path, "active"), active);
        rules.set(labels(path, "invalid"), total - active);
        exportStates();
    }

    /** Takes away what was exported about a rule set that is gone. */
    public synchronized void remove(String namespace, String name) {
        String path = namespace + "/" + name;
        states.remove(path);
        rules.remove(labels(path, "active"));
        rules.remove(labels(path, "invalid"));
        exportStates();
    }

    /** Counts a status that the API server refused. */
    public void statusRefused(int httpStatus) {
        statusErrors.increment(Tags.of("code", Integer.toString(httpStatus)));
    }

    private void exportStates() {
        for (State state : State.values()) {
            ruleSets.set(Tags.of("state", state.label()), Collections.frequency(states.values(), state));
        }
    }

    private static Tags labels(String path, String state) {
        return Tags.of("ruleset", path, "state", state);
    }
}
