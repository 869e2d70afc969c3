package dev.podfailure.rules.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.podfailure.rules.cel.ConditionProblem.Reason;

/** Compiles one expression, or says what is wrong with it. */
final class ExpressionCompiler {
    /** Code points of an expression. */
    static final int MAX_LENGTH = 1_024;

    private final CelEngine engine;
    private final PatternCheck patterns;

    ExpressionCompiler(CelEngine engine, PatternCheck patterns) {
        this.engine = engine;
        this.patterns = patterns;
    }

    /** What became of an expression. */
    sealed interface Outcome {
        /** It can be used. */
        record Compiled(Expression expression) implements Outcome {}

        /**
         * It cannot be used.
         *
         * @param message for a person
         */
        record Refused(Reason reason, String message) implements Outcome {}
    }

    Outcome compile(String name, String text, boolean hasContainer) {
        int length = text.codePointCount(0, text.length());
        if (length > MAX_LENGTH) {
            return new Outcome.Refused(
                    Reason.InvalidValue, "has " + length + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        CelCompiler compiler = engine.compiler(hasContainer);
        try {
            CelValidationResult result = compiler.compile(text);
            return result.hasError() ? ExpressionErrors.refusal(result, compiler, text) : plan(name, result.getAst());
        } catch (CelValidationException | CelEvaluationException | RuntimeException | StackOverflowError e) {
            // No expression within the bounds is known to come here; one that does must not take a rule set down.
            return new Outcome.Refused(
                    Reason.InvalidExpression, "CEL cannot compile it: " + ExpressionErrors.oneLine(e.getMessage()));
        }
    }

    private Outcome plan(String name, CelAbstractSyntaxTree ast) throws CelEvaluationException {
        ExpressionCheck check = ExpressionCheck.of(ast, patterns);
        if (!check.objections().isEmpty()) {
            return check.objections().getFirst();
        }
        return new Outcome.Compiled(new Expression(
                name,
                engine.runtime().createProgram(ast),
                check.usesEvents(),
                check.patterns(),
                new LogicalCalls(check.logicalCalls(), check.maxId())));
    }
}
