package dev.podfailure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.metrics.FailureMetrics.CommitError;
import dev.podfailure.metrics.FailureMetrics.SkipReason;
import dev.podfailure.rules.CategoryPair;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Evidence;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.RuleReference;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureMetricsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String BY_NAMESPACE = "podfailure_namespace_failures_total";
    private static final String BY_LABELS = "podfailure_pod_label_failures_total";
    private static final String FAILURES = "podfailure_failures_total";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FailureMetrics metrics =
            new FailureMetrics(registry, 10, Map.of("kueue.x-k8s.io/queue-name", "queue", "team", "team"));

    private Exposition scrape() {
        return new Exposition(registry.scrape());
    }

    private static PodOrigin pod(String namespace) {
        return new PodOrigin(namespace, Map.of());
    }

    private static Classification matched(String category, String subcategory, String rule) {
        return classification(
                category, subcategory, new RuleReference("system", "platform", "u", 1, Instant.EPOCH, rule));
    }

    private static Classification byDefault(String category) {
        return classification(category, "", null);
    }

    private static Classification classification(String category, String subcategory, @Nullable RuleReference rule) {
        return new Classification(
                category, subcategory, rule, "", "", "", Outcome.FAILURE, new Evidence(List.of()), Instant.EPOCH);
    }

    private static String[] labels(String category, String subcategory, String outcome) {
        return new String[] {"kind", "PodFailed", "category", category, "subcategory", subcategory, "outcome", outcome};
    }

    private static CategoryUse use(String category, boolean byRule, boolean byDefault) {
        return new CategoryUse(new CategoryPair(category, ""), byRule, byDefault, "", "");
    }

    @Test
    void exportsPairsAtZeroWithTheOutcomesThatTheyCanHave() {
        metrics.categories(List.of(use("a", true, false), use("b", false, true)));

        Exposition page = scrape();
        assertThat(page.value(FAILURES, labels("a", "", "matched"))).isZero();
        assertThat(page.value(FAILURES, labels("a", "", "default"))).isNull();
        assertThat(page.value(FAILURES, labels("b", "", "matched"))).isNull();
        assertThat(page.value(FAILURES, labels("b", "", "default"))).isZero();
    }

    @Test
    void exportsTheFoldAtZeroFromTheStart() {
        assertThat(scrape().value(FAILURES, labels("_other", "", "matched"))).isZero();
        assertThat(scrape().value(FAILURES, labels("_other", "", "default"))).isZero();
    }

    @Test
    void exportsBothOutcomesIfNobodySaysWhich() {
        metrics.categories(Set.of(new CategoryPair("a", "x")));

        assertThat(scrape().value(FAILURES, labels("a", "x", "matched"))).isZero();
        assertThat(scrape().value(FAILURES, labels("a", "x", "default"))).isZero();
    }

    @Test
    void countsWhatWasCommitted() {
        metrics.categories(Set.of(new CategoryPair("a", "x")));

        metrics.committed(pod("ns"), matched("a", "x", "r"), false, SECOND);

        Exposition page = scrape();
        assertThat(page.value(FAILURES, labels("a", "x", "matched"))).isEqualTo(1);
        assertThat(page.value("podfailure_namespace_failures_total", "pod_namespace", "ns", "category", "a"))
                .isEqualTo(1);
        assertThat(page.value("podfailure_rule_matches_total", "ruleset", "system/platform", "rule", "r"))
                .isEqualTo(1);
        assertThat(page.value("podfailure_commit_seconds_count")).isEqualTo(1);
    }

    @Test
    void aDefaultIsCountedAsOneAndMatchesNoRule() {
        metrics.categories(List.of(use("a", false, true)));

        metrics.committed(pod("ns"), byDefault("a"), false, SECOND);

        assertThat(scrape().value(FAILURES, labels("a", "", "default"))).isEqualTo(1);
        assertThat(scrape().count("podfailure_rule_matches_total")).isZero();
    }

    @Test
    void backlogIsCountedApartAndNotTimed() {
        metrics.categories(List.of(use("a", true, false)));

        metrics.committed(pod("ns"), matched("a", "", "r"), true, Duration.ofDays(3));

        Exposition page = scrape();
        assertThat(page.value("podfailure_backlog_total", labels("a", "", "matched")))
                .isEqualTo(1);
        assertThat(page.value(FAILURES, labels("a", "", "matched"))).isZero();
        assertThat(page.value("podfailure_commit_seconds_count")).isZero();
        assertThat(page.count("podfailure_namespace_failures_total")).isZero();
    }

    @Test
    void aVanishedPodIsCountedAndNotTimed() {
        metrics.categories(List.of(use("a", true, false)));

        metrics.vanished(pod("ns"), matched("a", "", "r"), false);

        assertThat(scrape().value(FAILURES, labels("a", "", "matched"))).isEqualTo(1);
        assertThat(scrape().value("podfailure_commit_seconds_count")).isZero();
    }

    @Test
    void aPairThatNoActiveRuleGivesIsOther() {
        metrics.committed(pod("ns"), matched("unheard-of", "", "r"), false, SECOND);

        assertThat(scrape().value(FAILURES, labels("_other", "", "matched"))).isEqualTo(1);
    }

    @Test
    void aCounterStaysWhenItsRuleIsGone() {
        metrics.categories(List.of(use("a", true, false)));
        metrics.committed(pod("ns"), matched("a", "", "r"), false, SECOND);

        metrics.categories(List.of());

        assertThat(scrape().value(FAILURES, labels("a", "", "matched"))).isEqualTo(1);
    }

    @Test
    void pairsBeyondTheLimitAreFolded() {
        metrics.categories(IntStream.range(0, 30)
                .mapToObj(i -> use("c" + i, true, false))
                .collect(Collectors.toCollection(LinkedHashSet::new)));

        metrics.committed(pod("ns"), matched("c9", "", "r"), false, SECOND);
        metrics.committed(pod("ns"), matched("c10", "", "r"), false, SECOND);

        Exposition page = scrape();
        assertThat(page.count(FAILURES)).isEqualTo(12);
        assertThat(page.value(FAILURES, labels("c9", "", "matched"))).isEqualTo(1);
        assertThat(page.value(FAILURES, labels("_other", "", "matched"))).isEqualTo(1);
        assertThat(page.count("podfailure_category_info")).isEqualTo(10);
    }

    @Test
    void namespacesBeyondTheLimitAreFolded() {
        metrics.categories(List.of(use("a", true, false)));
        for (int i = 0; i < 210; i++) {
            metrics.committed(pod("ns" + i), matched("a", "", "r"), false, SECOND);
        }

        Exposition page = scrape();
        assertThat(page.count("podfailure_namespace_failures_total")).isEqualTo(201);
        assertThat(page.value("podfailure_namespace_failures_total", "pod_namespace", "_other", "category", "a"))
                .isEqualTo(10);
    }

    @Test
    void theMatchesOfARuleSetGoWithIt() {
        metrics.committed(pod("ns"), matched("a", "", "r"), false, SECOND);

        metrics.ruleSetGone("system", "platform");

        assertThat(scrape().count("podfailure_rule_matches_total")).isZero();
    }

    @Test
    void tellsWhatTheRulesSayAboutAPair() {
        metrics.categories(List.of(new CategoryUse(new CategoryPair("a", "x"), true, false, "platform", "Worthwhile")));

        assertThat(scrape().value(
                                "podfailure_category_info",
                                "category",
                                "a",
                                "subcategory",
                                "x",
                                "responsible",
                                "platform",
                                "retry",
                                "Worthwhile"))
                .isEqualTo(1);
    }

    @Test
    void whatTheRulesSayIsReplaced() {
        metrics.categories(List.of(new CategoryUse(new CategoryPair("a", "x"), true, false, "platform", "")));
        metrics.categories(List.of(new CategoryUse(new CategoryPair("a", "x"), true, false, "users", "")));

        assertThat(scrape().count("podfailure_category_info")).isEqualTo(1);
    }

    @Test
    void countsAnnotatedPodsAsTheyAreNow() {
        metrics.categories(List.of(use("a", true, false)));
        metrics.annotatedPods(Map.of(
                new CategoryPair("a", ""), 3, new CategoryPair("forged", ""), 2, new CategoryPair("copied", ""), 1));

        assertThat(scrape().value("podfailure_pods", "kind", "PodFailed", "category", "a", "subcategory", ""))
                .isEqualTo(3);
        assertThat(scrape().value("podfailure_pods", "kind", "PodFailed", "category", "_other", "subcategory", ""))
                .isEqualTo(3);

        metrics.annotatedPods(Map.of());

        assertThat(scrape().count("podfailure_pods")).isZero();
    }

    @Test
    void countsTheRest() {
        metrics.skipped(SkipReason.IGNORED);
        metrics.unmatched();
        metrics.reclassified();
        metrics.commitError(CommitError.CONFLICT);
        metrics.classificationTook(Duration.ofMillis(2));

        Exposition page = scrape();
        assertThat(page.value("podfailure_skipped_total", "reason", "ignored")).isEqualTo(1);
        assertThat(page.value("podfailure_skipped_total", "reason", "deleted_on_purpose"))
                .isZero();
        assertThat(page.value("podfailure_unmatched_total")).isEqualTo(1);
        assertThat(page.value("podfailure_reclassified_total")).isEqualTo(1);
        assertThat(page.value("podfailure_commit_errors_total", "reason", "conflict"))
                .isEqualTo(1);
        assertThat(page.value("podfailure_classification_seconds_bucket", "le", "0.001"))
                .isZero();
        assertThat(page.value("podfailure_classification_seconds_bucket", "le", "0.01"))
                .isEqualTo(1);
    }

    @Test
    void everyReasonOfAnErrorIsThereFromTheStart() {
        Exposition page = scrape();
        for (String reason :
                List.of("conflict", "forbidden", "rejected", "no_answer", "interrupted", "throttled", "server_error")) {
            assertThat(page.value("podfailure_commit_errors_total", "reason", reason))
                    .isZero();
        }
        assertThat(page.value("podfailure_event_read_errors_total", "reason", "forbidden"))
                .isZero();
        assertThat(page.value("podfailure_event_read_errors_total", "reason", "error"))
                .isZero();
    }

    @Test
    void whatIsFoldedIsCounted() {
        metrics.categories(List.of(use("a", true, false)));
        for (int i = 0; i < 203; i++) {
            metrics.committed(pod("ns" + i), matched("a", "", "r"), false, SECOND);
        }
        metrics.committed(pod("ns0"), matched("unheard-of", "", "r"), false, SECOND);

        assertThat(scrape().value("podfailure_folded_total", "label", "pod_namespace"))
                .isEqualTo(3);
        assertThat(scrape().value("podfailure_folded_total", "label", "category"))
                .isEqualTo(1);
        assertThat(scrape().value("podfailure_folded_total", "label", "queue")).isZero();
    }

    @Test
    void countsByTheLabelsOfThePod() {
        metrics.categories(List.of(use("a", true, false)));

        metrics.committed(
                new PodOrigin("ns", Map.of("kueue.x-k8s.io/queue-name", "gold", "team", "search", "app", "x")),
                matched("a", "", "r"),
                false,
                SECOND);
        metrics.committed(pod("ns"), matched("a", "", "r"), false, SECOND);

        assertThat(scrape().value(BY_LABELS, "category", "a", "queue", "gold", "team", "search"))
                .isEqualTo(1);
        assertThat(scrape().value(BY_LABELS, "category", "a", "queue", "", "team", ""))
                .isEqualTo(1);
    }

    @Test
    void valuesOfPodLabelsBeyondTheLimitAreFoldedEachByItself() {
        metrics.categories(List.of(use("a", true, false)));
        for (int i = 0; i < 210; i++) {
            PodOrigin pod = new PodOrigin("ns", Map.of("kueue.x-k8s.io/queue-name", "q" + i, "team", "t"));
            metrics.committed(pod, matched("a", "", "r"), false, SECOND);
        }
        metrics.committed(pod("ns"), matched("a", "", "r"), false, SECOND);

        assertThat(scrape().value(BY_LABELS, "category", "a", "queue", "_other", "team", "t"))
                .isEqualTo(10);
        assertThat(scrape().value(BY_LABELS, "category", "a", "queue", "", "team", ""))
                .isEqualTo(1);
        assertThat(scrape().value("podfailure_folded_total", "label", "queue")).isEqualTo(10);
    }

    @Test
    void noNumberOfPodLabelsMakesMoreSeriesThanAllowed() {
        metrics.categories(List.of(use("a", true, false)));
        for (int i = 0; i < 6_000; i++) {
            PodOrigin pod =
                    new PodOrigin("ns", Map.of("kueue.x-k8s.io/queue-name", "q" + i / 100, "team", "t" + i % 100));
            metrics.committed(pod, matched("a", "", "r"), false, SECOND);
        }

        assertThat(scrape().count(BY_LABELS)).isEqualTo(5_001);
        assertThat(scrape().value(BY_LABELS, "category", "a", "queue", "_other", "team", "_other"))
                .isEqualTo(1_000);
        assertThat(scrape().value("podfailure_folded_total", "label", "pod_label"))
                .isEqualTo(1_000);
    }

    @Test
    void existingNamespacesAreExportedAtZeroWithEveryCategory() {
        metrics.namespaces(Set.of("one", "two"));
        metrics.categories(List.of(use("a", true, false), use("b", false, true)));
        metrics.namespaces(Set.of("one", "two", "three"));

        assertThat(scrape().count(BY_NAMESPACE)).isEqualTo(6);
        assertThat(scrape().value(BY_NAMESPACE, "pod_namespace", "three", "category", "b"))
                .isZero();
    }

    @Test
    void aNamespaceThatIsGoneStaysOnlyIfPodsFailedThere() {
        metrics.categories(List.of(use("a", true, false)));
        metrics.namespaces(Set.of("quiet", "failing"));
        metrics.committed(pod("failing"), matched("a", "", "r"), false, SECOND);

        metrics.namespaces(Set.of());

        assertThat(scrape().count(BY_NAMESPACE)).isEqualTo(1);
        assertThat(scrape().value(BY_NAMESPACE, "pod_namespace", "failing", "category", "a"))
                .isEqualTo(1);
    }

    @Test
    void quietNamespacesTakeNoRoomFromFailingOnes() {
        metrics.categories(List.of(use("a", true, false)));
        metrics.namespaces(IntStream.range(0, 200).mapToObj(i -> "quiet" + i).collect(Collectors.toSet()));

        metrics.committed(pod("late"), matched("a", "", "r"), false, SECOND);

        assertThat(scrape().value(BY_NAMESPACE, "pod_namespace", "late", "category", "a"))
                .isEqualTo(1);
    }

    @Test
    void tooManyNamespacesAreExportedOnlyOncePodsFailInThem() {
        metrics.categories(List.of(use("a", true, false)));

        metrics.namespaces(IntStream.range(0, 201).mapToObj(i -> "ns" + i).collect(Collectors.toSet()));

        assertThat(scrape().count(BY_NAMESPACE)).isZero();
    }

    @Test
    void backlogIsExportedAtZeroLikeFailures() {
        metrics.categories(List.of(use("a", true, false)));

        assertThat(scrape().value("podfailure_backlog_total", labels("a", "", "matched")))
                .isZero();
    }

    @Test
    void aClockThatRunsBehindIsNoNegativeTime() {
        metrics.committed(pod("ns"), matched("a", "", "r"), false, Duration.ofSeconds(-3));

        assertThat(scrape().value("podfailure_commit_seconds_sum")).isZero();
    }

    @Test
    void losesNothingWhenManyThreadsCountAndCategoriesChange() {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                int thread = t;
                threads.execute(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        metrics.categories(List.of(use("c" + thread, true, false)));
                        metrics.committed(pod("ns" + i), matched("c" + i % 20, "", "r" + i), false, SECOND);
                    }
                });
            }
        }

        double failures = registry.get("podfailure.failures").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
        double matches = registry.get("podfailure.rule.matches").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
        assertThat(failures).isEqualTo(4_000);
        assertThat(matches).isEqualTo(4_000);
    }
}
