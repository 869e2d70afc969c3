package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.rules.cel.ConditionInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules one by one, as design and docs tell it, without index, budget and counting: what {@link RuleBook} must equal.
 */
final class SequentialRules {
    private final List<CompiledRuleSet> sets;
    private final String operatorDefault;

    SequentialRules(Collection<CompiledRuleSet> sets, String operatorDefault) {
        this.sets = sets.stream()
                .filter(CompiledRuleSet::accepted)
                .filter(set -> set.settings().enforced())
                .filter(set -> !set.rules().isEmpty() || set.settings().defaultCategory() != null)
                .sorted(Comparator.comparing(
                                (CompiledRuleSet set) -> -set.settings().priority())
                        .thenComparing(set -> set.settings().clusterWide() ? 0 : 1)
                        .thenComparing(set -> set.source().namespace())
                        .thenComparing(set -> set.source().name()))
                .toList();
        this.operatorDefault = operatorDefault;
    }

    /** What there is to compare of a verdict. */
    record Answer(
            boolean needsEvents,
            @Nullable Classification classification,
            @Nullable Evidence seen,
            boolean onlyEventMissing) {
        static Answer of(Verdict verdict) {
            return switch (verdict) {
                case Verdict.NeedsEvents needed -> new Answer(true, null, null, false);
                case Verdict.Classified found ->
                    new Answer(false, found.classification(), null, found.onlyEventMissing());
                case Verdict.Unmatched nothing ->
                    new Answer(false, null, nothing.evidence(), nothing.onlyEventMissing());
            };
        }
    }

    Answer classify(Question question) {
        List<CompiledRuleSet> applicable =
                sets.stream().filter(set -> set.appliesTo(question)).toList();
        boolean onlyEventMissing = false;
        for (CompiledRuleSet set : applicable) {
            for (CompiledRule rule : set.rules()) {
                Matchers matchers = rule.matchers();
                if (!matchers.holdBesideEvents(question.failure())) {
                    continue;
                }
                if (matchers.needEvents() && question.events() == null) {
                    return new Answer(true, null, null, false);
                }
                PodEvent event = matchers.event() == null
                        ? null
                        : matchers.event().firstMatch(Objects.requireNonNull(question.events()));
                if (matchers.event() != null && event == null) {
                    onlyEventMissing = true;
                    continue;
                }
                Optional<Optional<TerminatedContainer>> container = container(matchers, question);
                if (container.isPresent()) {
                    return new Answer(
                            false,
                            classification(set, rule, question, container.get().orElse(null), event),
                            null,
                            onlyEventMissing);
                }
                onlyEventMissing |= matchers.conditions().compiled().needsEvents();
            }
        }
        return unmatched(applicable, question, onlyEventMissing);
    }

    /** The container for which the conditions hold, none for a rule that asks for no container; empty if there is none. */
    private static Optional<Optional<TerminatedContainer>> container(Matchers matchers, Question question) {
        PodFailure failure = question.failure();
        List<Optional<TerminatedContainer>> asked = new ArrayList<>();
        if (matchers.containers().concernsContainers()) {
            matchers.containers().matches(failure).forEach(container -> asked.add(Optional.of(container)));
        }
        if (asked.isEmpty()) {
            asked.add(Optional.empty());
        }
        if (matchers.conditions().isEmpty()) {
            return Optional.of(
                    matchers.containers().matchers().isEmpty()
                                    || matchers.containers().holdsForPodAlone(failure)
                            ? Optional.empty()
                            : asked.getFirst());
        }
        boolean scopeOnly = matchers.containers().concernsContainers()
                && matchers.containers().matches(failure).isEmpty()
                && !matchers.containers().holdsForPodAlone(failure);
        return scopeOnly || question.pod() == null
                ? Optional.empty()
                : asked.stream()
                        .filter(container -> holds(matchers, question, container))
                        .findFirst();
    }

    private static boolean holds(Matchers matchers, Question question, Optional<TerminatedContainer> container) {
        ConditionInput input = ConditionInput.of(
                Objects.requireNonNull(question.pod()), Objects.requireNonNullElse(question.events(), List.of()));
        return matchers.conditions()
                .compiled()
                .evaluate(container.map(it -> input.inContainer(it.name())).orElse(input), () -> false)
                .holds();
    }

    private Answer unmatched(List<CompiledRuleSet> applicable, Question question, boolean onlyEventMissing) {
        Evidence seen = SeenEvidence.of(question.failure());
        for (CompiledRuleSet set : applicable) {
            String category = set.settings().defaultCategory();
            if (category != null) {
                return category.isEmpty()
                        ? new Answer(false, null, seen, onlyEventMissing)
                        : new Answer(
                                false,
                                given(category, set.settings().defaultSubcategory(), set, seen),
                                null,
                                onlyEventMissing);
            }
        }
        if (applicable.isEmpty() || operatorDefault.isEmpty() || question.deletedOnPurpose()) {
            return new Answer(false, null, seen, onlyEventMissing);
        }
        CompiledRuleSet eldest = applicable.stream()
                .min(Comparator.comparing(set -> set.source().createdAt()))
                .orElseThrow();
        return new Answer(false, given(operatorDefault, "", eldest, seen), null, onlyEventMissing);
    }

    private static Classification given(String category, String subcategory, CompiledRuleSet set, Evidence seen) {
        return new Classification(
                category,
                subcategory,
                null,
                "",
                "",
                "",
                Outcome.FAILURE,
                seen,
                set.source().createdAt());
    }

    private static Classification classification(
            CompiledRuleSet set,
            CompiledRule rule,
            Question question,
            @Nullable TerminatedContainer container,
            @Nullable PodEvent event) {
        return new Classification(
                rule.category(),
                rule.subcategory(),
                RuleReference.to(set.source(), rule),
                rule.hint(),
                rule.responsible(),
                rule.retry(),
                rule.outcome(),
                rule.matchers().evidence(question.failure(), container, event),
                set.source().createdAt());
    }
}
