package dev.podfailure.rules.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One asking of a rule's conditions. For one thread. */
final class Evaluation {
    private static final int UNITS_OF_AN_EXCEPTION = 1_000;

    /** CEL's name of the variable in which {@code map}, {@code filter} and the like collect their result. */
    private static final String ACCUMULATOR = "@result";

    private final Variables variables;
    private final Budget budget;

    private Evaluation(Variables variables, Budget budget) {
        this.variables = variables;
        this.budget = budget;
    }

    static Evaluation of(ConditionInput input, BooleanSupplier expired) {
        return new Evaluation(new Variables(input), new Budget(expired));
    }

    ConditionResult evaluate(List<Expression> expressions) {
        for (Expression expression : expressions) {
            ConditionResult result = evaluate(expression);
            if (!result.holds()) {
                return result;
            }
        }
        return new ConditionResult.True();
    }

    private ConditionResult evaluate(Expression expression) {
        LogicalCalls.Trace errors = expression.logicalCalls().trace();
        try {
            Object value = expression
                    .program()
                    .trace(
                            variables::find,
                            new CostlyFunctions(expression.patterns(), budget),
                            (node, result) -> step(node, result, errors));
            return Boolean.TRUE.equals(value)
                    ? new ConditionResult.True()
                    : new ConditionResult.False(expression.name());
        } catch (OverBudgetError e) {
            return new ConditionResult.OverBudget(expression.name());
        } catch (CelEvaluationException | RuntimeException e) {
            return new ConditionResult.EvaluationError(
                    expression.name(), ExpressionErrors.evaluationError(e.getMessage()));
        }
    }

    private void step(CelExpr node, Object value, LogicalCalls.Trace errors) {
        int absorbed = errors.absorbedBy(node.id(), value);
        if (absorbed > 0) {
            budget.charge((long) absorbed * UNITS_OF_AN_EXCEPTION);
        }
        budget.step();
        // What is collected was paid when each element was made, and is paid again when it is whole.
        if (!isAccumulator(node)) {
            budget.chargeSizeOf(value);
        }
    }

    /** The collected result itself, {@code @result + [element]}, or either of them by a condition. */
    private static boolean isAccumulator(CelExpr node) {
        return switch (node.getKind()) {
            case IDENT -> node.ident().name().equals(ACCUMULATOR);
            case CALL -> {
                List<CelExpr> arguments = node.call().args();
                yield switch (arguments.size()) {
                    case 2 -> isCollected(arguments.getFirst());
                    case 3 -> isCollected(arguments.getLast());
                    default -> false;
                };
            }
            default -> false;
        };
    }

    private static boolean isCollected(CelExpr node) {
        return node.getKind() == ExprKind.Kind.IDENT && node.ident().name().equals(ACCUMULATOR);
    }

    /** What the variables stand for, made when they are first used. */
    private static final class Variables {
        private final ConditionInput input;
        private @Nullable Object events;

        Variables(ConditionInput input) {
            this.input = input;
        }

        Optional<Object> find(String name) {
            return switch (name) {
                case CelEngine.POD -> Optional.of(new ObjectValue(KeptFields.POD, input.pod()));
                case CelEngine.EVENTS -> Optional.of(events());
                case CelEngine.CONTAINER ->
                    Optional.ofNullable(input.container())
                            .map(status -> new ObjectValue(KeptFields.CONTAINER_STATUS, status));
                default -> Optional.empty();
            };
        }

        private Object events() {
            Object made = events;
            if (made == null) {
                made = ObjectValue.listOf(KeptFields.EVENT, input.events());
                events = made;
            }
            return made;
        }
    }
}
