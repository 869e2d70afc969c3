package dev.podfailure.ruleset;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.metrics.RuleSetMetrics;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleSetSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the rule sets of the cluster, on every replica, and keeps the active rules equal to them. Nothing that is
 * stored in the cluster can stop it: objects are decoded whatever their shape, and a watch that ends is begun anew.
 */
public final class RuleSetInformer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSetInformer.class);

    /** Time that the compilation of one rule set may take before an earlier version is kept instead. */
    static final Duration COMPILATION_LIMIT = Duration.ofSeconds(5);

    private final List<SharedIndexInformer<FailureCategoryRuleSet>> informers;
    private final CompilationLoop loop;
    private volatile boolean closed;

    /**
     * Prepares everything; {@link #start} begins.
     *
     * @param namespaces whose rule sets count; empty means all
     * @param compiler pure
     * @param rules what is kept up to date
     * @param ruleSetMetrics told how rule sets stand
     * @param failureMetrics told which rule sets are gone
     */
    public RuleSetInformer(
            KubernetesClient client,
            Set<String> namespaces,
            Function<RuleSetSource, CompiledRuleSet> compiler,
            ActiveRules rules,
            RuleSetMetrics ruleSetMetrics,
            FailureMetrics failureMetrics) {
        informers = informers(client, namespaces);
        loop = new CompilationLoop(this::stored, compiler, COMPILATION_LIMIT, rules);
        loop.listen(new CompilationLog());
        loop.listen(new CompilationMetrics(ruleSetMetrics, failureMetrics));
    }

    /** Begins to list, watch and compile; does not wait for it. */
    public void start() {
        loop.start();
        informers.forEach(informer -> informer.addEventHandler(new Changes()).exceptionHandler(this::tryAgain));
        var unused = CompletableFuture.allOf(informers.stream()
                        .map(informer -> informer.start().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .whenComplete((done, error) -> {
                    if (error == null) {
                        loop.listed(listed());
                    } else if (!closed) {
                        LOG.atError().setCause(error).log("Rule sets cannot be followed");
                    }
                });
    }

    /** What stands in the way of deciding about pods: {@code ""} once all rule sets were listed and compiled. */
    public String problem() {
        if (!informers.stream().allMatch(SharedIndexInformer::isRunning)) {
            return "rule sets are not followed";
        }
        if (!informers.stream().allMatch(SharedIndexInformer::hasSynced)) {
            return "rule sets are not listed yet";
        }
        return loop.isStarted() ? "" : "rule sets are not compiled yet";
    }

    CompilationLoop compilations() {
        return loop;
    }

    @Override
    public void close() {
        closed = true;
        informers.forEach(SharedIndexInformer::close);
        loop.close();
    }

    private static List<SharedIndexInformer<FailureCategoryRuleSet>> informers(
            KubernetesClient client, Set<String> namespaces) {
        var ruleSets = client.resources(FailureCategoryRuleSet.class);
        return namespaces.isEmpty()
                ? List.of(ruleSets.inAnyNamespace().runnableInformer(0))
                : namespaces.stream()
                        .map(namespace -> ruleSets.inNamespace(namespace).runnableInformer(0))
                        .toList();
    }

    private Optional<FailureCategoryRuleSet> stored(RuleSetKey key) {
        return informers.stream()
                .map(informer -> informer.getStore().getByKey(key.toString()))
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    private Collection<RuleSetKey> listed() {
        return informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .map(StoredRuleSet::key)
                .toList();
    }

    private boolean tryAgain(boolean started, Throwable error) {
        LOG.atWarn()
                .addKeyValue("error", error.getMessage())
                .log("Rule sets could not be listed or watched; trying again");
        return true;
    }

    private final class Changes implements ResourceEventHandler<FailureCategoryRuleSet> {
        @Override
        public void onAdd(FailureCategoryRuleSet added) {
            loop.changed(StoredRuleSet.key(added));
        }

        @Override
        public void onUpdate(FailureCategoryRuleSet before, FailureCategoryRuleSet after) {
            loop.changed(StoredRuleSet.key(after));
        }

        @Override
        public void onDelete(FailureCategoryRuleSet last, boolean finalStateUnknown) {
            loop.changed(StoredRuleSet.key(last));
        }
    }
}
