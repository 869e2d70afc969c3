package dev.podfailure.pod;

import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.recorder.KubernetesEvent;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CategoryPair;
import dev.podfailure.stream.FailureEventLog;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** All about failed pods, wired: from the informer to the commit. */
public final class FailedPodController implements AutoCloseable {
    /** Name of the controller in JOSDK's metrics. */
    public static final String NAME = FailedPodReconciler.NAME;

    /** Threads that JOSDK should decide pods with: enough to keep the API server busy, which is the limit. */
    public static final int RECONCILIATION_THREADS = 12;

    private static final int EVENT_READERS = 4;
    private static final int BACKGROUND_THREADS = 2;

    /** Pods in one answer to a listing: a few MB, however many have failed. The value that kubectl and client-go use. */
    private static final long PODS_IN_A_PAGE = 500;

    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
    private static final Duration ASK_LATER = Duration.ofSeconds(1);

    private final FailedPodSettings settings;
    private final ActiveRules rules;
    private final NamespaceLabels namespaces;
    private final FailedPods pods;
    private final PackedPods store = new PackedPods();
    private final FailedPodFeed feed;
    private final FailedPodReconciler reconciler;
    private final RuleChanges ruleChanges;
    private final BackgroundTasks background;

    /** Of their own: shadow rule sets must not hold up what counts. */
    private final BackgroundTasks shadowTasks = new BackgroundTasks(1);

    /**
     * @param client must not retry by itself ({@code requestRetryBackoffLimit} 0)
     * @param namespaces must be read before the operator starts
     * @param budget told, on the leader, how rule sets keep to their budgets
     * @param announcements takes the Event about each decision, on the leader; must not block
     * @param leading whether this replica decides now; when that begins, {@link #askAgain} is to be called
     */
    public FailedPodController(
            FailedPodSettings settings,
            KubernetesClient client,
            ActiveRules rules,
            NamespaceLabels namespaces,
            FailureMetrics metrics,
            BudgetListener budget,
            FailureEventLog log,
            Consumer<KubernetesEvent> announcements,
            BooleanSupplier leading,
            Clock clock) {
        this(
                settings,
                client,
                rules,
                namespaces,
                metrics,
                budget,
                FailureStream.to(log),
                announcements,
                leading,
                clock);
    }

    FailedPodController(
            FailedPodSettings settings,
            KubernetesClient client,
            ActiveRules rules,
            NamespaceLabels namespaces,
            FailureMetrics metrics,
            BudgetListener budget,
            FailureStream stream,
            Consumer<KubernetesEvent> announcements,
            BooleanSupplier leading,
            Clock clock) {
        this.settings = settings;
        this.rules = rules;
        this.namespaces = namespaces;
        this.background = new BackgroundTasks(BACKGROUND_THREADS);
        RareLog rareLog = new RareLog(clock, LOG_INTERVAL);
        PodAccess access = new PodAccess(client, settings.requestTimeout());
        PodEvents events = new PodEvents(client, metrics, rareLog, EVENT_READERS);
        ShadowReview shadows = new ShadowReview(events, metrics, shadowTasks);
        CommitJournal journal = new CommitJournal(
                metrics,
                shadows::add,
                attempt -> FailureEvents.of(attempt).ifPresent(announcements),
                settings.podLabels(),
                clock);
        Decider decider = new Decider(settings.settle(), settings.rulesSettle());
        Classifier classifier = new Classifier(decider, rules, namespaces, events, metrics, budget, rareLog, clock);
        VanishedPods vanished =
                new VanishedPods(settings, classifier, access, stream, metrics, journal, leading, background, clock);
        this.pods = new FailedPods(stream, new Background(vanished, journal), store::packed, clock);
        this.feed = new FailedPodFeed(pods);
        FailedPodReview review = new FailedPodReview(settings, classifier, access, metrics, journal, rareLog, clock);
        this.reconciler = new FailedPodReconciler(pods, review, feed, leading, this::askLater);
        this.ruleChanges = new RuleChanges(settings.rulesSettle(), pods, feed::ask, leading, background);
    }

    /**
     * Registers the reconciler, with everything that JOSDK must know about it. To be called before the operator starts.
     *
     * @param operator its client must read with {@link TrimmedReading}: pods are not trimmed again
     */
    public void register(Operator operator) {
        operator.register(reconciler, overrider -> {
            if (settings.namespaces().isEmpty()) {
                overrider.watchingAllNamespaces();
            } else {
                overrider.settingNamespaces(settings.namespaces());
            }
            // For what nobody foresaw; what may happen to a commit is answered by the review itself.
            overrider
                    .withItemStore(store)
                    .withInformerListLimit(PODS_IN_A_PAGE)
                    .withRetry(new GenericRetry()
                            .setInitialInterval(Backoff.FIRST_QUICK)
                            .setIntervalMultiplier(2)
                            .setMaxInterval(Backoff.MAX_QUICK.toMillis())
                            .withoutMaxAttempts());
        });
        ruleChanges.follow(rules);
        ruleChanges.follow(namespaces);
    }

    /** Takes note that every failed pod that was there at the start is known: what comes now fails before our eyes. */
    public void synced() {
        pods.synced();
    }

    /** Asks about every pod that waits for an answer: for a replica that begins to decide. Does not block. */
    public void askAgain() {
        ruleChanges.askAgain();
    }

    /** How many annotated failed pods exist, by category. Cheap. */
    public Map<CategoryPair, Long> annotatedPods() {
        return pods.annotated().counts();
    }

    /** Stops what runs in the background. To be called after the operator has stopped. */
    @Override
    public void close() {
        background.close();
        shadowTasks.close();
    }

    private void askLater(ResourceID id) {
        background.run(
                () -> pods.find(id).filter(WatchedPod::isOpen).ifPresent(pod -> feed.ask(id, pod.last())), ASK_LATER);
    }

    /** Takes off the informer's thread what needs a moment. */
    private final class Background implements FailedPods.Listener {
        private final VanishedPods vanished;
        private final CommitJournal journal;

        Background(VanishedPods vanished, CommitJournal journal) {
            this.vanished = vanished;
            this.journal = journal;
        }

        @Override
        public void confirmed(Attempt attempt) {
            background.run(() -> journal.accepted(attempt), Duration.ZERO);
        }

        @Override
        public void departed(WatchedPod pod, boolean finalStateKnown) {
            vanished.add(pod, finalStateKnown);
        }
    }
}
