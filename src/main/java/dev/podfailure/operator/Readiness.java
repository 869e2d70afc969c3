package dev.podfailure.operator;

import dev.podfailure.management.Check;
import dev.podfailure.pod.NamespaceLabels;
import dev.podfailure.ruleset.RuleSetInformer;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What has to be in order for a replica to be ready: what {@code /readyz} asks. Thread-safe. */
final class Readiness {
    private final RuleSetInformer ruleSets;
    private final BooleanSupplier podsFollowed;
    private final List<Check> checks;
    private volatile boolean podsListed;

    /**
     * @param podsFollowed whether all watches go on; asked once the pods are listed
     * @param stopping whether the replica is about to end
     */
    Readiness(
            StartupCheck startup,
            ApiServerProbe apiServer,
            RuleSetInformer ruleSets,
            NamespaceLabels namespaces,
            BooleanSupplier podsFollowed,
            BooleanSupplier stopping) {
        this.ruleSets = ruleSets;
        this.podsFollowed = podsFollowed;
        this.checks = List.of(
                new Check("cluster", startup::problem),
                new Check("apiserver", apiServer::problem),
                new Check("rulesets", ruleSets::problem),
                new Check("namespaces", namespaces::problem),
                new Check("pods", this::podProblem),
                new Check("running", () -> stopping.getAsBoolean() ? "stopping" : ""));
    }

    List<Check> checks() {
        return checks;
    }

    boolean isReady() {
        return checks.stream().allMatch(check -> check.ask().isEmpty());
    }

    /** What keeps the replica from deciding about pods; {@code ""} for nothing. */
    String cacheProblem() {
        String problem = ruleSets.problem();
        return problem.isEmpty() ? podProblem() : problem;
    }

    void podsListed() {
        podsListed = true;
    }

    private String podProblem() {
        if (!podsListed) {
            return "failed pods are not listed yet";
        }
        return podsFollowed.getAsBoolean() ? "" : "failed pods are not followed";
    }
}
