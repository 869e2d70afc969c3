package dev.podfailure.rules.cel;

import java.util.List;
import java.util.function.BooleanSupplier;

/** The compiled match conditions of one rule. Immutable; may be asked by several threads at once. */
public final class MatchConditions {
    /** What a rule without match conditions has: they hold for every failure. */
    public static final MatchConditions NONE = new MatchConditions(List.of());

    /** Length of the message of an evaluation error. */
    public static final int MAX_ERROR = 256;

    private final List<Expression> expressions;
    private final boolean needsEvents;

    MatchConditions(List<Expression> expressions) {
        this.expressions = List.copyOf(expressions);
        // Not even Expression may be loaded for rules without conditions: its fields are CEL's.
        this.needsEvents = !expressions.isEmpty() && expressions.stream().anyMatch(Expression::usesEvents);
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
        return expressions.isEmpty();
    }

    /** Whether a condition looks at the events of the pod. */
    public boolean needsEvents() {
        return needsEvents;
    }

    /**
     * Asks the conditions in their order; the first that does not hold decides. They share one budget, which depends on the
     * input alone, so every replica gives the same answer.
     *
     * @param expired asked now and then; true makes the answer {@link ConditionResult.OverBudget}. It is there for the
     *     deadline of the whole classification: the budget itself is a few milliseconds.
     */
    public ConditionResult evaluate(ConditionInput input, BooleanSupplier expired) {
        if (expressions.isEmpty()) {
            return new ConditionResult.True();
        }
        return Evaluation.of(input, expired).evaluate(expressions);
    }
}
