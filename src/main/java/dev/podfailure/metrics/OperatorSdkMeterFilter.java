package dev.podfailure.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the operator SDK's meters a prefix, without which their names are anybody's, and a help text. */
final class OperatorSdkMeterFilter implements MeterFilter {
    private static final String PREFIX = "operator.sdk.";

    private static final Map<String, String> HELP = Map.of(
            "reconciliations.failure.total", "Reconciliations that ended with an exception.",
            "reconciliations.success.total", "Reconciliations that ended well.",
            "reconciliations.retries.total", "Reconciliations that repeat one that failed.",
            "reconciliations.started.total", "Reconciliations submitted.",
            "reconciliations.active", "Reconciliations running now.",
            "reconciliations.queue", "Reconciliations waiting for a thread.",
            "reconciliations.execution.duration", "Time that a reconciliation took.",
            "custom_resources", "Resources that a controller knows of.",
            "events.received", "Events that a controller received.");

    @Override
    public Meter.Id map(Meter.Id id) {
        @Nullable String help = HELP.get(id.getName());
        return help == null
                ? id
                : new Meter.Id(
                        PREFIX + id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), help, id.getType());
    }
}
