package dev.podfailure.ruleset;

import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.metrics.RuleSetMetrics;

/** Exports how rule sets stand. */
record CompilationMetrics(RuleSetMetrics ruleSets, FailureMetrics failures) implements CompilationListener {

    @Override
    public void compiled(RuleSetKey key, Compilation compilation) {
        int active = compilation.inUse().map(set -> set.rules().size()).orElse(0);
        int total =
                switch (compilation) {
                    case Compilation.Compiled compiled -> compiled.set().total();
                    case Compilation.Failed failed -> StoredRuleSet.numberOfRules(failed.source());
                    case Compilation.Overdue overdue -> StoredRuleSet.numberOfRules(overdue.source());
                };
        ruleSets.put(key.namespace(), key.name(), state(compilation), Math.max(total, active), active);
    }

    @Override
    public void gone(RuleSetKey key) {
        ruleSets.remove(key.namespace(), key.name());
        failures.ruleSetGone(key.namespace(), key.name());
    }

    /** A version that was not compiled is no accepted one, although an earlier one may be in use. */
    private static RuleSetMetrics.State state(Compilation compilation) {
        if (!(compilation instanceof Compilation.Compiled compiled)
                || !compiled.set().accepted()) {
            return RuleSetMetrics.State.REJECTED;
        }
        return compiled.set().problems().isEmpty()
                ? RuleSetMetrics.State.ACCEPTED
                : RuleSetMetrics.State.PARTIALLY_INVALID;
    }
}
