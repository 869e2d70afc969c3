package dev.podfailure.ruleset;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import dev.podfailure.metrics.RuleSetMetrics;
import dev.podfailure.recorder.KubernetesEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the status of each rule set what became of it, on the leader. It decides nothing and adds no finalizer:
 * which rules are in use depends on {@link RuleSetInformer} alone.
 *
 * <p>The events of status writes are looked at too, so that a status that somebody else overwrote is restored; the rate
 * limit keeps two writers who disagree from occupying the API server.
 */
@ControllerConfiguration(
        name = RuleSetReconciler.NAME,
        informer = @Informer(name = "rulesets"),
        generationAwareEventProcessing = false,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = Constants.NO_MAX_RECONCILIATION_INTERVAL))
@GradualRetry(maxAttempts = RuleSetReconciler.RETRY_FOR_EVER, initialInterval = 1_000, maxInterval = 300_000)
@RateLimited(maxReconciliations = 10, within = 10)
public final class RuleSetReconciler implements Reconciler<FailureCategoryRuleSet> {
    /** Name of the controller, and the field manager of the status. */
    public static final String NAME = "podfailure-rulesets";

    static final int RETRY_FOR_EVER = -1;

    private static final Logger LOG = LoggerFactory.getLogger(RuleSetReconciler.class);

    /** A refused status is tried again so seldom because the same bytes will be refused again. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private static final int TOO_MANY_REQUESTS = 429;

    private final CompilationLoop compilations;
    private final BudgetWatch budget;
    private final Clock clock;
    private final RuleSetMetrics metrics;
    private final StatusWriter writer;
    private final Consumer<KubernetesEvent> announcements;
    private final BooleanSupplier writing;
    private final SimpleInboundEventSource<FailureCategoryRuleSet> compiled =
            new SimpleInboundEventSource<>("compiled-rulesets");

    /**
     * @param announcements takes the Event about a rule set that stands otherwise than before; must not block
     * @param writing whether this replica writes now; when that begins, {@link #askAgain} is to be called
     */
    public RuleSetReconciler(
            RuleSetInformer ruleSets,
            BudgetWatch budget,
            Clock clock,
            RuleSetMetrics metrics,
            Consumer<KubernetesEvent> announcements,
            BooleanSupplier writing) {
        this(ruleSets.compilations(), budget, clock, metrics, new StatusPatch(), announcements, writing);
    }

    RuleSetReconciler(
            CompilationLoop compilations,
            BudgetWatch budget,
            Clock clock,
            RuleSetMetrics metrics,
            StatusWriter writer,
            Consumer<KubernetesEvent> announcements,
            BooleanSupplier writing) {
        this.compilations = compilations;
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
        this.writer = writer;
        this.announcements = announcements;
        this.writing = writing;
    }

    /** A cache without the rules, which this controller does not read: they are in the other informer's. */
    public static ItemStore<FailureCategoryRuleSet> itemStore() {
        return new TransformingItemStore<>(StoredRuleSet::withoutSpec);
    }

    @Override
    public List<EventSource<?, FailureCategoryRuleSet>> prepareEventSources(
            EventSourceContext<FailureCategoryRuleSet> context) {
        compilations.listen(new CompilationListener() {
            @Override
            public void compiled(RuleSetKey key, Compilation compilation) {
                ask(key);
            }

            @Override
            public void gone(RuleSetKey key) {
                // The status is gone with the object.
                budget.forget(key);
            }
        });
        budget.listen(this::ask);
        return List.of(compiled);
    }

    /** Looks at every rule set again: for a replica that begins to write. */
    public void askAgain() {
        compilations.known().forEach(this::ask);
    }

    private void ask(RuleSetKey key) {
        compiled.propagateEvent(new ResourceID(key.name(), key.namespace()));
    }

    @Override
    public UpdateControl<FailureCategoryRuleSet> reconcile(
            FailureCategoryRuleSet ruleSet, Context<FailureCategoryRuleSet> context) {
        if (!writing.getAsBoolean()) {
            return UpdateControl.noUpdate();
        }
        Optional<Compilation> compilation = compilations
                .find(StoredRuleSet.key(ruleSet))
                .filter(known -> known.isOf(StoredRuleSet.source(ruleSet)));
        ObservedStatus previous = ObservedStatus.read(StoredRuleSet.status(ruleSet));
        // Not compiled yet: its compilation will be an event. Observed later: this cache is behind.
        if (compilation.isEmpty() || previous.observedGeneration() > StoredRuleSet.generation(ruleSet)) {
            return UpdateControl.noUpdate();
        }
        RuleSetStatus status = StatusReport.of(compilation.get(), costs(ruleSet, previous), previous, clock.instant());
        return previous.isSameAs(status) ? UpdateControl.noUpdate() : write(ruleSet, previous, status, context);
    }

    private Optional<RuleSetProblem> costs(FailureCategoryRuleSet ruleSet, ObservedStatus previous) {
        return compilations
                .find(StoredRuleSet.key(ruleSet))
                .map(Compilation::source)
                .flatMap(source -> budget.costlyRule(source)
                        .map(rule -> BudgetProblem.of(source, rule))
                        .or(() -> BudgetProblem.in(previous, source.generation())));
    }

    private UpdateControl<FailureCategoryRuleSet> write(
            FailureCategoryRuleSet ruleSet,
            ObservedStatus previous,
            RuleSetStatus status,
            Context<FailureCategoryRuleSet> context) {
        try {
            writer.write(ruleSet, status, context);
            RuleSetEvents.of(ruleSet, previous.ours(), status).ifPresent(announcements);
            return UpdateControl.noUpdate();
        } catch (KubernetesClientException e) {
            if (!isRefusal(e.getCode())) {
                throw e;
            }
            return refused(ruleSet, e);
        }
    }

    /** The same request would be refused again; anything else may pass the next time, and the SDK repeats it. */
    private static boolean isRefusal(int code) {
        return code >= HttpURLConnection.HTTP_BAD_REQUEST
                && code < HttpURLConnection.HTTP_INTERNAL_ERROR
                && code != HttpURLConnection.HTTP_CONFLICT
                && code != TOO_MANY_REQUESTS;
    }

    private UpdateControl<FailureCategoryRuleSet> refused(FailureCategoryRuleSet ruleSet, KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            return UpdateControl.noUpdate();
        }
        metrics.statusRefused(e.getCode());
        LOG.atWarn()
                .addKeyValue("ruleset", StoredRuleSet.key(ruleSet))
                .addKeyValue("code", e.getCode())
                .addKeyValue("error", e.getMessage())
                .log("The status of a rule set was refused; its rules are not affected");
        return UpdateControl.<FailureCategoryRuleSet>noUpdate().rescheduleAfter(AFTER_REFUSAL);
    }
}
