package dev.podfailure.metrics;

import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CategoryPair;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.RuleBook;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pair that the active rules can give, and what they say about it.
 *
 * @param pair the pair
 * @param byRule whether a rule gives it
 * @param byDefault whether a default gives it
 * @param responsible whose problem it is; {@code ""} if nothing is said, {@code _mixed} if its rules disagree
 * @param retry whether to try again; likewise
 */
public record CategoryUse(CategoryPair pair, boolean byRule, boolean byDefault, String responsible, String retry) {
    private static final String MIXED = "_mixed";

    /** Every pair that failures can be counted under now, in the order of the rules. */
    public static List<CategoryUse> of(ActiveRules rules) {
        return of(rules.current().book(), rules.all());
    }

    static List<CategoryUse> of(RuleBook book, Collection<CompiledRuleSet> sets) {
        Set<CategoryPair> ofRules = ofRules(sets);
        Set<CategoryPair> ofDefaults = ofDefaults(sets);
        Map<CategoryPair, CategoryUse> uses = new LinkedHashMap<>();
        book.categoryInfos().forEach(info -> {
            CategoryPair pair = new CategoryPair(info.category(), info.subcategory());
            boolean byRule = ofRules.contains(pair);
            // A pair that is neither comes from the operator's own default.
            boolean byDefault = ofDefaults.contains(pair) || !byRule;
            uses.merge(
                    pair, new CategoryUse(pair, byRule, byDefault, info.responsible(), info.retry()), CategoryUse::and);
        });
        return List.copyOf(uses.values());
    }

    /** What is known of a pair that two rules give: one series for a pair, or joins on it would fail. */
    CategoryUse and(CategoryUse other) {
        return new CategoryUse(
                pair,
                byRule || other.byRule,
                byDefault || other.byDefault,
                agreed(responsible, other.responsible),
                agreed(retry, other.retry));
    }

    private static Set<CategoryPair> ofRules(Collection<CompiledRuleSet> sets) {
        return sets.stream()
                .filter(set -> set.settings().enforced())
                .flatMap(set -> set.rules().stream())
                .filter(rule -> rule.outcome() == Outcome.FAILURE)
                .map(rule -> new CategoryPair(rule.category(), rule.subcategory()))
                .collect(Collectors.toSet());
    }

    private static Set<CategoryPair> ofDefaults(Collection<CompiledRuleSet> sets) {
        Set<CategoryPair> pairs = new HashSet<>();
        for (CompiledRuleSet set : sets) {
            String category = set.settings().defaultCategory();
            if (set.accepted() && set.settings().enforced() && category != null) {
                pairs.add(new CategoryPair(category, set.settings().defaultSubcategory()));
            }
        }
        return pairs;
    }

    private static String agreed(String one, String other) {
        if (one.isEmpty() || one.equals(other)) {
            return other;
        }
        return other.isEmpty() ? one : MIXED;
    }
}
