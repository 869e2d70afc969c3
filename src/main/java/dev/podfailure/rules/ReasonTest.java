package dev.podfailure.rules;

import java.util.Set;

/** What a rule asks of a reason: one word that Kubernetes writes. An absent reason passes no test, not even NotIn. */
sealed interface ReasonTest {
    boolean passes(String reason);

    /** Whether it names what it looks for, rather than what it does not. */
    boolean isPositive();

    /** {@code operator} and {@code values}. */
    record Listed(boolean listed, Set<String> values) implements ReasonTest {
        public Listed {
            values = Set.copyOf(values);
        }

        @Override
        public boolean passes(String reason) {
            return !reason.isEmpty() && values.contains(reason) == listed;
        }

        @Override
        public boolean isPositive() {
            return listed;
        }
    }

    /** {@code pattern}. */
    record Containing(TextPattern pattern) implements ReasonTest {
        @Override
        public boolean passes(String reason) {
            return !reason.isEmpty() && pattern.isIn(reason);
        }

        @Override
        public boolean isPositive() {
            return true;
        }
    }
}
