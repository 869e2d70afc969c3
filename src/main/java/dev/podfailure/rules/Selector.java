package dev.podfailure.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A label selector with Kubernetes' meaning: every requirement must hold; none selects everything.
 *
 * @param requirements of {@code matchLabels} and {@code matchExpressions}
 */
public record Selector(List<Requirement> requirements) {
    /** Selects everything. */
    public static final Selector ALL = new Selector(List.of());

    public Selector {
        requirements = List.copyOf(requirements);
    }

    /** Operators of {@code metav1.LabelSelector}, named as there. */
    public enum Operator {
        In,
        NotIn,
        Exists,
        DoesNotExist
    }

    /**
     * What one label must be.
     *
     * @param key of the label
     * @param operator how it is compared; {@code NotIn} holds without the label too
     * @param values for {@code In} and {@code NotIn}
     */
    public record Requirement(String key, Operator operator, Set<String> values) {
        public Requirement {
            values = Set.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case In -> value != null && values.contains(value);
                case NotIn -> value == null || !values.contains(value);
                case Exists -> value != null;
                case DoesNotExist -> value == null;
            };
        }
    }

    /** Whether it selects everything. */
    public boolean isAll() {
        return requirements.isEmpty();
    }

    /** Whether something with these labels is selected. */
    public boolean selects(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(labels)) {
                return false;
            }
        }
        return true;
    }
}
