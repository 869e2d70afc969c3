package dev.podfailure.operator;

import dev.podfailure.management.Check;
import dev.podfailure.management.ManagementServer;
import dev.podfailure.metrics.CategoryUse;
import dev.podfailure.metrics.OperatorMetrics;
import dev.podfailure.pod.BudgetListener;
import dev.podfailure.pod.FailedPodController;
import dev.podfailure.pod.NamespaceLabels;
import dev.podfailure.pod.PodRelists;
import dev.podfailure.pod.RecentFailedPods;
import dev.podfailure.push.EventSinks;
import dev.podfailure.recorder.EventRecorder;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleSetReference;
import dev.podfailure.ruleset.BudgetWatch;
import dev.podfailure.ruleset.RuleSetInformer;
import dev.podfailure.ruleset.RuleSetReconciler;
import dev.podfailure.stream.EventContent;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.stream.StreamServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything wired: what is made, what is started in which order, what is stopped in which order. */
final class PodfailureOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodfailureOperator.class);
    private static final Duration READY_POLL = Duration.ofMillis(20);

    private final OperatorSettings settings;
    private final Consumer<String> onFailure;
    private final ApiServerClients clients;
    private final OperatorMetrics metrics;
    private final Leadership leadership;
    private final ClusterCheck clusterCheck;
    private final StartupCheck startupCheck;
    private final ApiServerProbe apiServer;
    private final RuleSetInformer ruleSets;
    private final NamespaceLabels namespaces;
    private final FailedPodController pods;
    private final RuleSetReconciler ruleSetStatus;
    private final PortSecurity security;
    private final StreamServer stream;
    private final EventSinks sinks;
    private final EventRecorder events;
    private final Operator reconcilers;
    private final Readiness readiness;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable ManagementServer management;

    /**
     * @param onFailure called with the reason when the process cannot go on
     */
    PodfailureOperator(OperatorSettings settings, Config config, Consumer<String> onFailure) {
        this.settings = settings;
        this.onFailure = onFailure;
        Clock clock = Clock.systemUTC();
        String identity =
                settings.identity() + "_" + UUID.randomUUID().toString().substring(0, 8);
        PodRelists relists = new PodRelists();
        clients = ApiServerClients.open(config, relists);
        metrics = new OperatorMetrics(
                settings.maxCategories(), settings.metricsPodLabels().byKey());
        leadership = new Leadership(lease(identity), identity, System::nanoTime);
        clusterCheck = new ClusterCheck(clients.asking(), settings);
        startupCheck = new StartupCheck(clusterCheck::problem, settings.startupTimeout());
        events = new EventRecorder(clients.asking(), identity, metrics.kubernetesEvents(), clock);
        apiServer = new ApiServerProbe(clients.asking());
        ActiveRules rules = new ActiveRules(clock, settings.defaultCategory());
        rules.onChange(() -> {
            metrics.failures().categories(CategoryUse.of(rules));
            metrics.failures().ruleSets(rules.all());
        });
        FailureEventLog log = new FailureEventLog(
                new EventContent(settings.clusterName(), settings.podLabels(), 0, settings.evidenceText()),
                settings.log(),
                clock);
        relists.listen(log::watching);
        ruleSets = ruleSets(rules);
        namespaces = NamespaceLabels.of(clients.watching(), settings.watchNamespaces());
        BudgetWatch budget = new BudgetWatch(settings.namespace());
        pods = new FailedPodController(
                settings.pods(identity),
                clients.asking(),
                rules,
                namespaces,
                metrics.failures(),
                listener(budget),
                log,
                settings.podEvents() ? events : event -> {},
                this::isWriting,
                clock);
        security = new PortSecurity(settings, clients.asking(), metrics.access(), clock);
        stream = new StreamServer(
                settings.grpcPort(),
                log,
                new RecentFailedPods(clients.asking(), settings.watchNamespaces()),
                settings.stream(),
                security.stream(),
                clock);
        sinks = settings.eventSinks()
                .open(identity, log, leadership::isLeading, settings.stopTimeout(), metrics.sinks(), clock);
        reconcilers = new Operator(this::configure);
        readiness = new Readiness(startupCheck, apiServer, ruleSets, namespaces, this::followsPods, closed::get);
        ruleSetStatus = new RuleSetReconciler(ruleSets, budget, clock, metrics.ruleSets(), events, this::isWriting);
        reconcilers.register(
                ruleSetStatus,
                overrider -> overrider
                        .withItemStore(RuleSetReconciler.itemStore())
                        .settingNamespaces(
                                settings.ruleSetNamespaces().isEmpty()
                                        ? Constants.WATCH_ALL_NAMESPACE_SET
                                        : settings.ruleSetNamespaces()));
        pods.register(reconcilers);
        metrics.leader(leadership::isLeading);
        metrics.ready(readiness::isReady);
        metrics.annotatedPods(() -> leadership.isLeading() ? pods.annotatedPods() : Map.of());
        metrics.namespaces(namespaces::names);
        metrics.controllers(List.of(FailedPodController.NAME, RuleSetReconciler.NAME));
        metrics.stream(stream::watchers, stream::droppedEvents, stream::gaps);
        metrics.watchGaps(relists::count);
    }

    /**
     * Starts everything and waits until the caches are there.
     *
     * @return whether it runs; false if the cluster could not be used in time
     * @throws InvalidSettingException if a port cannot be had
     */
    boolean start() throws InterruptedException {
        listen();
        security.start();
        if (!startupCheck.pass(closed::get)) {
            return false;
        }
        clusterCheck.eventProblem().ifPresent(events::rightIsMissing);
        apiServer.start(this::askAgain);
        ruleSets.start();
        namespaces.start();
        // Rules that select namespaces would give other answers before.
        if (!awaitNone(namespaces::problem)) {
            return false;
        }
        reconcilers.start();
        readiness.podsListed();
        pods.synced();
        if (!awaitNone(readiness::cacheProblem)) {
            return false;
        }
        sinks.start();
        leadership.start(this::lead);
        stream.serving(true);
        LOG.atInfo()
                .addKeyValue("namespace", settings.namespace())
                .addKeyValue("watching", settings.watchNamespaces().isEmpty() ? "all" : settings.watchedNamespaces())
                .addKeyValue("httpPort", httpPort())
                .addKeyValue("grpcPort", grpcPort())
                .log("Ready");
        return true;
    }

    /** Returns false if the operator was closed before the problem was gone. */
    private boolean awaitNone(Supplier<String> problem) throws InterruptedException {
        while (!problem.get().isEmpty()) {
            if (closed.get()) {
                return false;
            }
            Thread.sleep(READY_POLL.toMillis());
        }
        return true;
    }

    int httpPort() {
        return management == null ? 0 : management.port();
    }

    int grpcPort() {
        return stream.port();
    }

    private void lead() {
        askAgain();
        sinks.lead();
    }

    /** What came while this replica did not write was left alone. */
    private void askAgain() {
        pods.askAgain();
        ruleSetStatus.askAgain();
    }

    /** With nobody there to write to, each of many pods would try in vain. */
    private boolean isWriting() {
        return leadership.isLeading() && apiServer.problem().isEmpty();
    }

    private @Nullable LeaseLock lease(String identity) {
        return settings.leaderElection()
                ? new LeaseLock(
                        clients.electing(),
                        settings.namespace(),
                        settings.leaseName(),
                        identity,
                        Leadership.LEASE,
                        System::nanoTime)
                : null;
    }

    /**
     * Stops in order: not ready any more, no new work, what is in flight, the streams, the pages, the clients. What the sinks
     * still get must not hold up the next leader.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        LOG.atInfo().log("Stopping");
        stream.serving(false);
        apiServer.close();
        security.close();
        quietly("reconcilers", reconcilers::stop);
        pods.close();
        events.close();
        namespaces.close();
        ruleSets.close();
        sinks.beginToStop();
        leadership.close();
        sinks.close();
        stream.close();
        if (management != null) {
            management.close();
        }
        metrics.close();
        clients.close();
        LOG.atInfo().log("Stopped");
    }

    private void listen() {
        try {
            management = ManagementServer.start(
                    new InetSocketAddress(settings.bindAddress(), settings.httpPort()),
                    metrics::scrape,
                    List.of(new Check("process", () -> "")),
                    readiness.checks(),
                    security.http());
        } catch (IOException e) {
            throw new InvalidSettingException("--http-port", settings.httpPort() + ": " + e.getMessage());
        }
        try {
            stream.start();
        } catch (IOException e) {
            throw new InvalidSettingException("--grpc-port", settings.grpcPort() + ": " + e.getMessage());
        }
    }

    private boolean followsPods() {
        return reconcilers.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    private void configure(ConfigurationServiceOverrider overrider) {
        overrider
                .withKubernetesClient(clients.watching())
                .withCloseClientOnStop(false)
                .withMetrics(metrics.reconcilers())
                .withResourceCloner(new Uncloned())
                .withConcurrentReconciliationThreads(settings.concurrency())
                .withReconciliationTerminationTimeout(settings.stopTimeout())
                // A watch that cannot begin yet is begun again; only an object that cannot be decoded ends one for
                // good.
                .withStopOnInformerErrorDuringStartup(false)
                .withInformerStoppedHandler((informer, error) -> {
                    if (error != null && !closed.get()) {
                        fail("a watch ended for good: " + error.getMessage());
                    }
                });
    }

    private static BudgetListener listener(BudgetWatch budget) {
        return new BudgetListener() {
            @Override
            public void overran(RuleSetReference ruleSet, String rule) {
                budget.overran(ruleSet, rule);
            }

            @Override
            public void kept(String podNamespace) {
                budget.kept(podNamespace);
            }
        };
    }

    private void fail(String why) {
        if (!closed.get()) {
            onFailure.accept(why);
        }
    }

    private RuleSetInformer ruleSets(ActiveRules rules) {
        RuleCompiler compiler = new RuleCompiler(
                new CompilerOptions(settings.namespace(), settings.tenantPriorityLimit(), settings.tenantIgnore()));
        return new RuleSetInformer(
                clients.watching(),
                settings.ruleSetNamespaces(),
                compiler::compile,
                rules,
                metrics.ruleSets(),
                metrics.failures());
    }

    private static void quietly(String what, Runnable stop) {
        try {
            stop.run();
        } catch (OperatorException e) {
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("error", e.getMessage())
                    .log("Did not stop in order");
        }
    }

    /** JOSDK hands out copies by way of JSON, in case a reconciler changes what it is given. Ours change nothing. */
    private static final class Uncloned implements Cloner {
        @Override
        public <R extends HasMetadata> R clone(R object) {
            return object;
        }
    }
}
