package dev.podfailure.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/** Gauges of one name whose label values come and go. Thread-safe. */
final class LabelledGauge {
    /** One exported series; the value is read by scrapes. */
    private static final class Series {
        volatile double value;
    }

    private record Exported(Gauge gauge, Series series) {}

    private final MeterRegistry registry;
    private final String name;
    private final String help;

    /** Guarded by this. */
    private final Map<Tags, Exported> exported = new HashMap<>();

    LabelledGauge(MeterRegistry registry, String name, String help) {
        this.registry = registry;
        this.name = name;
        this.help = help;
    }

    synchronized void set(Tags tags, double value) {
        exported.computeIfAbsent(tags, this::export).series.value = value;
    }

    synchronized void remove(Tags tags) {
        Exported gone = exported.remove(tags);
        if (gone != null) {
            registry.remove(gone.gauge);
        }
    }

    /** Exports exactly these series. */
    synchronized void replace(Map<Tags, ? extends Number> values) {
        exported.keySet().stream()
                .filter(tags -> !values.containsKey(tags))
                .toList()
                .forEach(this::remove);
        values.forEach((tags, value) -> set(tags, value.doubleValue()));
    }

    private Exported export(Tags tags) {
        Series series = new Series();
        Gauge gauge = Gauge.builder(name, series, held -> held.value)
                .strongReference(true)
                .description(help)
                .tags(tags)
                .register(registry);
        return new Exported(gauge, series);
    }
}
