package dev.podfailure.metrics;

import dev.podfailure.rules.CategoryPair;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Everything that the operator exports to Prometheus, in one registry. */
public final class OperatorMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final FailureMetrics failures;
    private final RuleSetMetrics ruleSets;
    private final SinkMetrics sinks;
    private final AccessMetrics access;
    private final KubernetesEventMetrics kubernetesEvents;
    private final Metrics reconcilers;

    /** The registry refers to what it counts weakly; this keeps it. */
    private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

    private volatile Supplier<? extends Map<CategoryPair, ? extends Number>> annotatedPods = Map::of;
    private volatile Supplier<Set<String>> namespaces = Set::of;

    /**
     * Exports what can be exported before a rule set is known.
     *
     * @param maxCategories how many pairs of category and subcategory have counters of their own
     * @param podLabels as in {@link FailureMetrics}
     */
    public OperatorMetrics(int maxCategories, Map<String, String> podLabels) {
        registry.config().meterFilter(new OperatorSdkMeterFilter());
        failures = new FailureMetrics(registry, maxCategories, podLabels);
        ruleSets = new RuleSetMetrics(registry);
        sinks = new SinkMetrics(registry);
        access = new AccessMetrics(registry);
        kubernetesEvents = new KubernetesEventMetrics(registry);
        reconcilers = MicrometerMetricsV2.newBuilder(registry).build();
        new JvmMemoryMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** What is counted about failed pods. */
    public FailureMetrics failures() {
        return failures;
    }

    /** What is exported about rule sets. */
    public RuleSetMetrics ruleSets() {
        return ruleSets;
    }

    /** What is exported about the receivers that events are pushed to. */
    public SinkMetrics sinks() {
        return sinks;
    }

    /** What is exported about who may read, and about certificates. */
    public AccessMetrics access() {
        return access;
    }

    /** What is counted about the Events that are written into Kubernetes. */
    public KubernetesEventMetrics kubernetesEvents() {
        return kubernetesEvents;
    }

    /** What the operator SDK reports about its reconcilers: no series of a pod or of any other single resource. */
    public Metrics reconcilers() {
        return reconcilers;
    }

    /** Exports the failed reconciliations of these controllers at 0; the SDK begins with the first. */
    public void controllers(List<String> names) {
        names.forEach(name -> Counter.builder(MicrometerMetricsV2.RECONCILIATIONS_FAILED)
                .tag("controller.name", name)
                .register(registry));
    }

    /** Exports whether this replica is the leader. */
    public void leader(BooleanSupplier leader) {
        Gauge.builder("podfailure.leader", () -> leader.getAsBoolean() ? 1 : 0)
                .description("1 on the replica that annotates pods and counts, 0 on the others.")
                .register(registry);
    }

    /** Exports whether this replica is ready, as its readiness page says. */
    public void ready(BooleanSupplier ready) {
        Gauge.builder("podfailure.ready", () -> ready.getAsBoolean() ? 1 : 0)
                .description("1 on a replica that is ready, as /readyz says, else 0.")
                .register(registry);
    }

    /**
     * Exports the annotated failed pods that exist, as of each scrape.
     *
     * @param pods number of pods by pair; empty on a replica that is not the leader
     */
    public void annotatedPods(Supplier<? extends Map<CategoryPair, ? extends Number>> pods) {
        annotatedPods = pods;
    }

    /**
     * Exports failures of the namespaces that exist, as of each scrape.
     *
     * @param existing names of the namespaces that pods are watched in
     */
    public void namespaces(Supplier<Set<String>> existing) {
        namespaces = existing;
    }

    /**
     * Exports how the stream does.
     *
     * @param watchers clients connected now
     * @param dropped events dropped since the start because a client was too slow
     * @param gaps gaps told to clients since the start
     */
    public void stream(IntSupplier watchers, LongSupplier dropped, LongSupplier gaps) {
        counted.addAll(List.of(dropped, gaps));
        Gauge.builder("podfailure.watchers", watchers::getAsInt)
                .description("Clients that watch the stream of failure events now.")
                .register(registry);
        FunctionCounter.builder("podfailure.events.dropped", dropped, LongSupplier::getAsLong)
                .description("Failure events that were dropped because a client of the stream was too slow.")
                .register(registry);
        FunctionCounter.builder("podfailure.stream.gaps", gaps, LongSupplier::getAsLong)
                .description("Gaps that clients of the stream were told of.")
                .register(registry);
    }

    /** Exports how often this replica's view of failed pods was interrupted. */
    public void watchGaps(LongSupplier gaps) {
        counted.add(gaps);
        FunctionCounter.builder("podfailure.watch.gaps", gaps, LongSupplier::getAsLong)
                .description(
                        "Times that failed pods were listed anew because their watch had been broken for too long.")
                .register(registry);
    }

    /**
     * All metrics as they are now.
     *
     * @param contentType {@code text/plain} or {@code application/openmetrics-text}
     */
    public String scrape(String contentType) {
        failures.annotatedPods(annotatedPods.get());
        failures.namespaces(namespaces.get());
        return registry.scrape(contentType);
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
