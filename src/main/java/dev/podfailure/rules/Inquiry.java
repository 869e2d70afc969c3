package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.rules.cel.ConditionInput;
import dev.podfailure.rules.cel.ConditionResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One question while it is being answered: it asks single rules, and keeps what is to be counted. Not thread-safe. */
final class Inquiry {
    /** Enough to find the author; a hostile rule set must not make a verdict large. */
    private static final int MAX_TROUBLES = 32;

    private final Question question;
    private final TimeBudget budget;
    private final List<ConditionTrouble> troubles = new ArrayList<>(0);

    Inquiry(Question question, TimeBudget budget) {
        this.question = question;
        this.budget = budget;
    }

    Question question() {
        return question;
    }

    /** Asks one rule; after a rule that may be costly the time is looked at. */
    RuleAnswer ask(CompiledRuleSet set, CompiledRule rule) {
        RuleAnswer answer = answer(set, rule);
        budget.charge(set);
        return answer;
    }

    /** Whether there is no time left for another rule. */
    boolean isOverBudget() {
        return budget.isSpent();
    }

    private RuleAnswer answer(CompiledRuleSet set, CompiledRule rule) {
        Matchers matchers = rule.matchers();
        PodFailure failure = question.failure();
        if (!matchers.holdBesideEvents(failure)) {
            return RuleAnswer.NO;
        }
        PodEvent event = null;
        if (matchers.needEvents()) {
            List<PodEvent> events = question.events();
            if (events == null) {
                return RuleAnswer.NEEDS_EVENTS;
            }
            event = matchers.event() == null ? null : matchers.event().firstMatch(events);
            if (matchers.event() != null && event == null) {
                return RuleAnswer.ONLY_EVENT_MISSING;
            }
        }
        return matchers.conditions().isEmpty()
                ? new RuleAnswer.Holds(container(matchers.containers(), failure), event)
                : askConditions(set, rule, event);
    }

    /** What is to be counted if every rule was asked that had to be. */
    Remarks remarks() {
        return remarks(false);
    }

    /** @param overBudget whether rules were left out */
    Remarks remarks(boolean overBudget) {
        CompiledRuleSet costliest = overBudget ? budget.costliest() : null;
        return troubles.isEmpty() && costliest == null
                ? Remarks.NONE
                : new Remarks(troubles, costliest == null ? null : RuleSetReference.to(costliest.source()));
    }

    private static @Nullable TerminatedContainer container(ContainerPart part, PodFailure failure) {
        return part.matchers().isEmpty() || part.holdsForPodAlone(failure) ? null : part.firstMatch(failure);
    }

    private RuleAnswer askConditions(CompiledRuleSet set, CompiledRule rule, @Nullable PodEvent event) {
        Pod pod = question.pod();
        if (pod == null) {
            addTrouble(
                    set, rule, rule.matchers().conditions().names().getFirst(), "the pod itself is not at hand", false);
            return RuleAnswer.NO;
        }
        List<PodEvent> events = Objects.requireNonNullElse(question.events(), List.of());
        ConditionInput input = ConditionInput.of(pod, events);
        for (TerminatedContainer container :
                containersInQuestion(rule.matchers().containers())) {
            if (holds(set, rule, container == null ? input : input.inContainer(container.name()))) {
                return new RuleAnswer.Holds(container, event);
            }
        }
        return rule.matchers().conditions().compiled().needsEvents() ? RuleAnswer.ONLY_EVENT_MISSING : RuleAnswer.NO;
    }

    /** The containers that are asked about one by one; a null stands for the pod without any. */
    private List<@Nullable TerminatedContainer> containersInQuestion(ContainerPart part) {
        PodFailure failure = question.failure();
        List<@Nullable TerminatedContainer> matches = new ArrayList<>();
        if (part.concernsContainers()) {
            matches.addAll(part.matches(failure));
        }
        if (!part.concernsContainers() || (matches.isEmpty() && part.holdsForPodAlone(failure))) {
            matches.add(null);
        }
        return matches;
    }

    private boolean holds(CompiledRuleSet set, CompiledRule rule, ConditionInput input) {
        return switch (rule.matchers().conditions().compiled().evaluate(input, budget::isSpentNow)) {
            case ConditionResult.True yes -> true;
            case ConditionResult.False no -> false;
            case ConditionResult.EvaluationError error -> {
                addTrouble(set, rule, error.condition(), error.message(), false);
                yield false;
            }
            case ConditionResult.OverBudget over -> {
                addTrouble(set, rule, over.condition(), "it costs more than a rule may spend", true);
                yield false;
            }
        };
    }

    private void addTrouble(
            CompiledRuleSet set, CompiledRule rule, String condition, String message, boolean overBudget) {
        if (troubles.size() < MAX_TROUBLES) {
            troubles.add(new ConditionTrouble(RuleReference.to(set.source(), rule), condition, message, overBudget));
        }
    }
}
