package dev.podfailure.ruleset;

import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleSetSource;
import java.time.Duration;
import java.util.Optional;

/** What became of one version of a rule set. */
sealed interface Compilation {

    /** The version. */
    RuleSetSource source();

    /** The rules that are in use because of it: its own, or those of an earlier version of the same object. */
    Optional<CompiledRuleSet> inUse();

    /** Whether it is about this very version: other status and metadata are no other version. */
    default boolean isOf(RuleSetSource other) {
        return source().uid().equals(other.uid()) && source().generation() == other.generation();
    }

    /** The compiler gave an answer, good or bad. */
    record Compiled(CompiledRuleSet set) implements Compilation {
        @Override
        public RuleSetSource source() {
            return set.source();
        }

        @Override
        public Optional<CompiledRuleSet> inUse() {
            return Optional.of(set);
        }
    }

    /**
     * The compiler itself failed.
     *
     * @param why the error
     */
    record Failed(RuleSetSource source, String why, Optional<CompiledRuleSet> inUse) implements Compilation {}

    /**
     * The compiler has not answered in time. Its answer is still taken when it comes.
     *
     * @param limit the time that it had
     */
    record Overdue(RuleSetSource source, Duration limit, Optional<CompiledRuleSet> inUse) implements Compilation {}
}
