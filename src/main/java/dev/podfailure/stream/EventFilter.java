package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureKind;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which events a client wants: those that one of {@code include} lets pass, or all if there is none, without those that one
 * of {@code exclude} lets pass.
 */
record EventFilter(List<Clause> include, List<Clause> exclude) implements Predicate<FailureEvent> {
    EventFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    @Override
    public boolean test(FailureEvent event) {
        return (include.isEmpty() || include.stream().anyMatch(clause -> clause.test(event)))
                && exclude.stream().noneMatch(clause -> clause.test(event));
    }

    /** The namespaces whose events can pass; empty for any. */
    Set<String> namespaces() {
        return include.stream().anyMatch(clause -> clause.namespaces().isEmpty())
                ? Set.of()
                : include.stream()
                        .flatMap(clause -> clause.namespaces().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Lets an event pass that has a listed value for everything that is listed. An empty set lists nothing: any value. */
    record Clause(
            Set<String> namespaces,
            Set<String> categories,
            Set<String> subcategories,
            Set<String> ruleSets,
            Set<FailureKind> kinds,
            LabelFilter labels)
            implements Predicate<FailureEvent> {
        Clause {
            namespaces = Set.copyOf(namespaces);
            categories = Set.copyOf(categories);
            subcategories = Set.copyOf(subcategories);
            ruleSets = Set.copyOf(ruleSets);
            kinds = Set.copyOf(kinds);
        }

        @Override
        public boolean test(FailureEvent event) {
            return allows(namespaces, event.getPod().getNamespace())
                    && allows(categories, event.getClassification().getCategory())
                    && allows(subcategories, event.getClassification().getSubcategory())
                    && allows(ruleSets, event.getClassification().getRule().getRulesetName())
                    && allows(kinds, event.getKind())
                    && labels.test(event.getPod().getLabelsMap());
        }

        private static <T> boolean allows(Set<T> listed, T value) {
            return listed.isEmpty() || listed.contains(value);
        }
    }
}
