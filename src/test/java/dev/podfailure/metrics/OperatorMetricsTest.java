package dev.podfailure.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.metrics.FailureMetrics.CommitError;
import dev.podfailure.metrics.RuleSetMetrics.State;
import dev.podfailure.rules.CategoryPair;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Evidence;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.ShadowAnswer;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorMetricsTest {
    private static final String TEXT = "text/plain; version=0.0.4";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final Path DOCUMENTATION = Path.of("docs", "metrics.md");

    /** A row of the documentation: name, type, labels. */
    private static final Pattern ROW = Pattern.compile("\\| `(podfailure_\\w+)` \\| (\\w+) \\| *([^|]*?) *\\|.*");

    private final OperatorMetrics metrics = new OperatorMetrics(1_000, Map.of("team", "NAME"));
    private final AtomicLong dropped = new AtomicLong();

    @AfterEach
    void close() {
        metrics.close();
    }

    private Exposition scrape() {
        return new Exposition(metrics.scrape(TEXT));
    }

    /** Makes every series come into being. */
    private void useEverything() {
        metrics.leader(() -> true);
        metrics.ready(() -> true);
        metrics.annotatedPods(() -> Map.of(new CategoryPair("a", "x"), 1));
        metrics.stream(() -> 2, dropped::get, () -> 0);
        metrics.watchGaps(() -> 0);
        metrics.sinks().sink("warehouse", List.of("OK")).waiting(() -> 1, () -> Duration.ofSeconds(2));
        metrics.access().guarded("grpc", List.of("expired"));
        metrics.access().validUntil("grpc", Instant.EPOCH);
        metrics.ruleSets().put("ns", "a", State.PARTIALLY_INVALID, 2, 1);
        metrics.ruleSets().statusRefused(422);
        FailureMetrics failures = metrics.failures();
        failures.categories(List.of(new CategoryUse(new CategoryPair("a", "x"), true, false, "team", "Pointless")));
        Classification classification = new Classification(
                "a",
                "x",
                new RuleReference("ns", "a", "u", 1, Instant.EPOCH, "r"),
                "",
                "",
                "",
                Outcome.FAILURE,
                new Evidence(List.of()),
                Instant.EPOCH);
        failures.committed(new PodOrigin("ns", Map.of()), classification, false, Duration.ofSeconds(1));
        failures.committed(new PodOrigin("ns", Map.of()), classification, true, Duration.ofSeconds(1));
        RuleReference rule = requireNonNull(classification.rule());
        failures.rules().conditionFailed(rule, false);
        failures.rules().conditionFailed(rule, true);
        failures.rules().budgetExceeded("ns/a");
        failures.rules().shadow(new ShadowAnswer("ns/s", "r", "a", "x", true));
        failures.commitError(CommitError.CONFLICT);
        failures.eventsUnreadable(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, OPEN_METRICS})
    void thePageIsWellFormed(String contentType) {
        useEverything();

        assertThat(new Exposition(metrics.scrape(contentType)).types()).hasSizeGreaterThan(40);
    }

    @Test
    void openMetricsEndsWithItsMark() {
        assertThat(metrics.scrape(OPEN_METRICS)).endsWith("# EOF\n");
        assertThat(metrics.scrape(TEXT)).doesNotContain("# EOF");
    }

    @Test
    void theLeaderIsOne() {
        AtomicBoolean leader = new AtomicBoolean();
        metrics.leader(leader::get);

        assertThat(scrape().value("podfailure_leader")).isZero();
        leader.set(true);
        assertThat(scrape().value("podfailure_leader")).isEqualTo(1);
    }

    @Test
    void annotatedPodsAreAskedForAtEachScrape() {
        AtomicLong pods = new AtomicLong(1);
        metrics.failures().categories(Set.of(new CategoryPair("a", "x")));
        metrics.annotatedPods(() -> Map.of(new CategoryPair("a", "x"), pods.get()));
        scrape();

        pods.set(7);

        assertThat(scrape().value("podfailure_pods", "kind", "PodFailed", "category", "a", "subcategory", "x"))
                .isEqualTo(7);
    }

    @Test
    void namespacesAreAskedForAtEachScrape() {
        AtomicReference<Set<String>> existing = new AtomicReference<>(Set.of());
        metrics.failures().categories(Set.of(new CategoryPair("a", "x")));
        metrics.namespaces(existing::get);
        scrape();

        existing.set(Set.of("ns"));

        assertThat(scrape().value("podfailure_namespace_failures_total", "pod_namespace", "ns", "category", "a"))
                .isZero();
    }

    @Test
    void theStreamsCountersOutliveAGarbageCollection() {
        metrics.stream(() -> 3, dropped::get, () -> 5);
        metrics.watchGaps(() -> 7);
        dropped.set(4);
        System.gc();

        Exposition page = scrape();
        assertThat(page.value("podfailure_watchers")).isEqualTo(3);
        assertThat(page.value("podfailure_events_dropped_total")).isEqualTo(4);
        assertThat(page.value("podfailure_stream_gaps_total")).isEqualTo(5);
        assertThat(page.value("podfailure_watch_gaps_total")).isEqualTo(7);
    }

    @Test
    void theSdksMetersHaveAPrefixAndNoSeriesOfAResource() {
        metrics.reconcilers()
                .eventReceived(new Event(new ResourceID("pod-1", "ns-1")), Map.of(Constants.CONTROLLER_NAME, "pods"));

        String page = metrics.scrape(TEXT);
        assertThat(page)
                .contains("operator_sdk_events_received_total{controller_name=\"pods\",event=\"Event\"} 1.0")
                .doesNotContain("pod-1", "ns-1");
    }

    @Test
    void theFirstFailedReconciliationIsAnIncrease() {
        metrics.controllers(List.of("pods"));
        assertThat(scrape().value("operator_sdk_reconciliations_failure_total", "controller_name", "pods"))
                .isZero();

        metrics.reconcilers()
                .reconciliationFailed(
                        new PodBuilder().withNewMetadata().endMetadata().build(),
                        null,
                        new IllegalStateException(),
                        Map.of(Constants.CONTROLLER_NAME, "pods"));

        assertThat(scrape().value("operator_sdk_reconciliations_failure_total", "controller_name", "pods"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes",
                "jvm_threads_live_threads",
                "jvm_classes_loaded_classes",
                "process_cpu_usage",
                "process_uptime_seconds",
                "jvm_gc_max_data_size_bytes"
            })
    void theJvmIsExported(String family) {
        assertThat(scrape().types()).containsKey(family);
    }

    @Test
    void theDocumentationNamesEveryMetricWithTypeAndLabels() throws IOException {
        useEverything();

        assertThat(documented()).isEqualTo(exported(scrape()));
    }

    private static Map<String, String> exported(Exposition page) {
        Map<String, String> families = new TreeMap<>();
        page.types().forEach((name, type) -> {
            if (name.startsWith("podfailure_") && !name.endsWith("_max")) {
                families.put(name, type + " " + page.labelsOf(name));
            }
        });
        return families;
    }

    private static Map<String, String> documented() throws IOException {
        return Files.readAllLines(DOCUMENTATION).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) + " " + labels(row.group(3)),
                        (one, other) -> one + " twice",
                        TreeMap::new));
    }

    private static Set<String> labels(String cell) {
        return Arrays.stream(cell.replace("`", "").split(",", -1))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
