package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.rules.Verdict.Classified;
import dev.podfailure.rules.Verdict.NeedsEvents;
import dev.podfailure.rules.Verdict.Unmatched;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the pods of one namespace are asked about.
 *
 * @param sets in the total order
 * @param unmatched what becomes of a pod that no rule takes; absent if it is left alone
 */
record ApplicableRules(List<CompiledRuleSet> sets, @Nullable Default unmatched) {
    private static final Verdict NEEDS_EVENTS = new NeedsEvents();

    ApplicableRules {
        sets = List.copyOf(sets);
    }

    /**
     * The answer for unmatched pods.
     *
     * @param category never empty
     * @param subcategory {@code ""} if there is none
     * @param since how long it has been in force
     */
    record Default(String category, String subcategory, Instant since) {
        Classification classification(PodFailure failure) {
            return new Classification(
                    category, subcategory, null, "", "", "", Outcome.FAILURE, SeenEvidence.of(failure), since);
        }
    }

    /**
     * @param sets in the total order
     * @param operatorDefault category of unmatched pods if no set says; {@code ""} leaves them alone
     */
    static ApplicableRules of(List<CompiledRuleSet> sets, String operatorDefault) {
        return new ApplicableRules(sets, defaultOf(sets, operatorDefault));
    }

    Verdict classify(PodFailure failure, Optional<List<PodEvent>> events) {
        boolean onlyEventMissing = false;
        for (CompiledRuleSet set : sets) {
            for (CompiledRule rule : set.rules()) {
                if (!rule.matchers().holdBesideEvents(failure)) {
                    continue;
                }
                EventMatcher event = rule.matchers().event();
                if (event == null) {
                    return new Classified(matched(set, rule, failure, null), onlyEventMissing);
                }
                if (events.isEmpty()) {
                    return NEEDS_EVENTS;
                }
                PodEvent match = event.firstMatch(events.get());
                if (match != null) {
                    return new Classified(matched(set, rule, failure, match), onlyEventMissing);
                }
                onlyEventMissing = true;
            }
        }
        return unmatched == null
                ? new Unmatched(SeenEvidence.of(failure), onlyEventMissing)
                : new Classified(unmatched.classification(failure), onlyEventMissing);
    }

    private static Classification matched(
            CompiledRuleSet set, CompiledRule rule, PodFailure failure, @Nullable PodEvent event) {
        return new Classification(
                rule.category(),
                rule.subcategory(),
                RuleReference.to(set.source(), rule),
                rule.hint(),
                rule.responsible(),
                rule.retry(),
                rule.outcome(),
                rule.matchers().evidence(failure, event),
                set.source().createdAt());
    }

    private static @Nullable Default defaultOf(List<CompiledRuleSet> sets, String operatorDefault) {
        for (CompiledRuleSet set : sets) {
            String category = set.settings().defaultCategory();
            if (category != null) {
                return category.isEmpty()
                        ? null
                        : new Default(
                                category,
                                set.settings().defaultSubcategory(),
                                set.source().createdAt());
            }
        }
        if (sets.isEmpty() || operatorDefault.isEmpty()) {
            return null;
        }
        // In force since the first rule set that applies was created: from then on the operator touches pods.
        Instant since = sets.stream()
                .map(set -> set.source().createdAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Default(operatorDefault, "", since);
    }
}
