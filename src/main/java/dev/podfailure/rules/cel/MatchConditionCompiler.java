package dev.podfailure.rules.cel;

import dev.podfailure.failure.EscapedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the match conditions of rules. A pure function of what it is given, but for the time that its first call takes:
 * CEL is loaded then. May be used by several threads at once.
 */
public final class MatchConditionCompiler {
    /** Conditions of one rule. */
    public static final int MAX_CONDITIONS = 8;

    private static final int MAX_NAME = 63;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?");

    private final Supplier<ExpressionCompiler> expressions;

    /** @param patterns judges the regular expressions in expressions */
    public MatchConditionCompiler(PatternCheck patterns) {
        this.expressions = new Once(patterns);
    }

    /**
     * What became of the conditions of a rule.
     *
     * @param conditions all of them if there are no problems; otherwise the rule must not be used
     * @param problems what is wrong, in the order of the conditions
     */
    public record Compilation(MatchConditions conditions, List<ConditionProblem> problems) {
        public Compilation {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Compiles the conditions of one rule. Nothing that can be written in a rule makes this throw.
     *
     * @param conditions {@code matchConditions} in the order of the rule
     * @param hasContainer whether the rule has a container matcher or a scope, so that the variable {@code container} is
     *     known
     */
    public Compilation compile(List<MatchCondition> conditions, boolean hasContainer) {
        if (conditions.isEmpty()) {
            return new Compilation(MatchConditions.NONE, List.of());
        }
        List<ConditionProblem> problems = new ArrayList<>();
        if (conditions.size() > MAX_CONDITIONS) {
            problems.add(new ConditionProblem(
                    "matchConditions",
                    ConditionProblem.Reason.InvalidValue,
                    "has " + conditions.size() + " conditions, at most " + MAX_CONDITIONS + " are allowed"));
            return new Compilation(MatchConditions.NONE, problems);
        }
        List<Expression> compiled = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            compile(conditions.get(i), "matchConditions[" + i + "]", hasContainer, names, compiled, problems);
        }
        return new Compilation(problems.isEmpty() ? new MatchConditions(compiled) : MatchConditions.NONE, problems);
    }

    private void compile(
            MatchCondition condition,
            String path,
            boolean hasContainer,
            Set<String> names,
            List<Expression> compiled,
            List<ConditionProblem> problems) {
        ConditionProblem misnamed = checkName(condition.name(), path + ".name", names);
        if (misnamed != null) {
            problems.add(misnamed);
        }
        String name = condition.name();
        String expression = condition.expression();
        if (expression == null || expression.isBlank()) {
            problems.add(new ConditionProblem(
                    path + ".expression", ConditionProblem.Reason.Required, "an expression is required"));
            return;
        }
        switch (expressions.get().compile(name == null ? "" : name, expression, hasContainer)) {
            case ExpressionCompiler.Outcome.Compiled usable -> compiled.add(usable.expression());
            case ExpressionCompiler.Outcome.Refused refused ->
                problems.add(new ConditionProblem(path + ".expression", refused.reason(), refused.message()));
        }
    }

    private static @Nullable ConditionProblem checkName(@Nullable String name, String path, Set<String> names) {
        if (name == null || name.isEmpty()) {
            return new ConditionProblem(path, ConditionProblem.Reason.Required, "a name is required");
        }
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            return new ConditionProblem(
                    path,
                    ConditionProblem.Reason.InvalidValue,
                    "\"" + EscapedText.of(name, MAX_NAME) + "\" is no name: at most " + MAX_NAME
                            + " letters, digits, '-', '_' and '.', with a letter or digit at both ends");
        }
        return names.add(name)
                ? null
                : new ConditionProblem(
                        path, ConditionProblem.Reason.Duplicate, "another condition of this rule is named " + name);
    }

    /** Makes the compiler of expressions when it is first needed. */
    private static final class Once implements Supplier<ExpressionCompiler> {
        private final PatternCheck patterns;

        /** Guarded by this. */
        private @Nullable ExpressionCompiler made;

        Once(PatternCheck patterns) {
            this.patterns = patterns;
        }

        @Override
        public synchronized ExpressionCompiler get() {
            ExpressionCompiler compiler = made;
            if (compiler == null) {
                compiler = new ExpressionCompiler(new CelEngine(), patterns);
                made = compiler;
            }
            return compiler;
        }
    }
}
