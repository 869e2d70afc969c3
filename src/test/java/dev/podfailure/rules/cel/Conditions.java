package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.cel.MatchConditionCompiler.Compilation;
import java.util.List;
import java.util.Optional;

/** Compiles and asks single expressions, for tests. One engine serves them all: making it takes time. */
final class Conditions {
    static final MatchConditionCompiler COMPILER = new MatchConditionCompiler(
            pattern -> pattern.contains("{1000}){1000}") ? Optional.of("its repeats multiply") : Optional.empty());

    private Conditions() {}

    static Compilation compile(String expression, boolean hasContainer) {
        return COMPILER.compile(List.of(new MatchCondition("it", expression)), hasContainer);
    }

    static MatchConditions compiled(String expression) {
        Compilation compilation = compile(expression, true);
        assertThat(compilation.problems()).isEmpty();
        return compilation.conditions();
    }

    static ConditionResult evaluate(String expression, ConditionInput input) {
        return compiled(expression).evaluate(input, () -> false);
    }
}
