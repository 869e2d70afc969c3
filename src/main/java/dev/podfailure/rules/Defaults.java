package dev.podfailure.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of pods that no rule takes.
 *
 * @param sets the enforced ones, in the total order
 * @param operatorDefault category if no applicable set says; {@code ""} leaves the pods alone
 */
record Defaults(List<CompiledRuleSet> sets, String operatorDefault) {
    Defaults {
        sets = List.copyOf(sets);
    }

    /**
     * A default in force.
     *
     * @param category never empty
     * @param subcategory {@code ""} if there is none
     * @param since how long it has been in force
     */
    record Given(String category, String subcategory, Instant since) {
        Classification classification(Evidence evidence) {
            return new Classification(category, subcategory, null, "", "", "", Outcome.FAILURE, evidence, since);
        }
    }

    /** The default for the pod in question; null if it is left alone. */
    @Nullable
    Given forPod(Question question) {
        Instant since = null;
        for (CompiledRuleSet set : sets) {
            if (!set.appliesTo(question)) {
                continue;
            }
            if (set.settings().defaultCategory() != null) {
                return ofSet(set);
            }
            Instant created = set.source().createdAt();
            since = since == null || created.isBefore(since) ? created : since;
        }
        // In force since the first rule set that applies was created: from then on the operator touches pods. A pod
        // that was
        // stopped on purpose is the business of those sets alone that ask for it.
        return since == null || question.deletedOnPurpose() || operatorDefault.isEmpty()
                ? null
                : new Given(operatorDefault, "", since);
    }

    /** Every pair that some pod can be given. */
    Set<CategoryPair> pairs() {
        Set<CategoryPair> pairs = new LinkedHashSet<>();
        Set<String> namespaces = new LinkedHashSet<>(List.of(""));
        sets.stream()
                .filter(set -> !set.settings().clusterWide())
                .forEach(set -> namespaces.add(set.source().namespace()));
        for (String namespace : namespaces) {
            List<CompiledRuleSet> here = sets.stream()
                    .filter(set -> set.settings().clusterWide()
                            || set.source().namespace().equals(namespace))
                    .toList();
            addPairs(here, pairs);
            addPairs(here.stream().filter(set -> set.settings().deletedPods()).toList(), pairs);
            if (!operatorDefault.isEmpty() && mayLackDefault(here)) {
                pairs.add(new CategoryPair(operatorDefault, ""));
            }
        }
        return pairs;
    }

    private static void addPairs(List<CompiledRuleSet> sets, Set<CategoryPair> pairs) {
        for (CompiledRuleSet set : sets) {
            Given given = ofSet(set);
            if (given != null) {
                pairs.add(new CategoryPair(given.category(), given.subcategory()));
            }
            if (decidesAlways(set)) {
                return;
            }
        }
    }

    /** Whether a set applies to some pod that no set with a default applies to. */
    private static boolean mayLackDefault(List<CompiledRuleSet> sets) {
        List<CompiledRuleSet> silent = new ArrayList<>(sets);
        silent.removeIf(set -> set.settings().defaultCategory() != null);
        return !silent.isEmpty() && sets.stream().noneMatch(Defaults::decidesAlways);
    }

    private static boolean decidesAlways(CompiledRuleSet set) {
        return set.settings().defaultCategory() != null && set.settings().isUnconditional();
    }

    private static @Nullable Given ofSet(CompiledRuleSet set) {
        String category = set.settings().defaultCategory();
        return category == null || category.isEmpty()
                ? null
                : new Given(
                        category,
                        set.settings().defaultSubcategory(),
                        set.source().createdAt());
    }
}
