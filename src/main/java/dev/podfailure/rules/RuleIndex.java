package dev.podfailure.rules;

import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.WaitingContainer;
import dev.podfailure.rules.RuleKey.Field;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the few rules of many that may hold for a pod. Which of them hold is for the rules themselves to say. Immutable. */
final class RuleIndex {
    private final Map<Field, FieldIndex> fields = new EnumMap<>(Field.class);
    private final RuleBits always;
    private final RuleBits onlyEvents;

    /** @param rules in the total order; a rule's number is its place in the list */
    RuleIndex(List<CompiledRule> rules) {
        always = new RuleBits(rules.size());
        onlyEvents = new RuleBits(rules.size());
        Map<Field, FieldIndex.Builder> builders = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            builders.put(field, new FieldIndex.Builder());
        }
        for (int number = 0; number < rules.size(); number++) {
            add(number, rules.get(number), builders);
        }
        builders.forEach((field, builder) -> fields.put(field, builder.build()));
    }

    private void add(int number, CompiledRule rule, Map<Field, FieldIndex.Builder> builders) {
        RuleKey key = rule.key();
        if (key.entries().isEmpty()) {
            always.add(number);
        }
        for (RuleKey.Entry entry : key.entries()) {
            builders.getOrDefault(entry.field(), new FieldIndex.Builder()).add(number, entry);
        }
        if (rule.matchers().askForNothingButEvents()) {
            onlyEvents.add(number);
        }
    }

    /** The rules that may hold; if the events were not read, every rule that asks for nothing else is among them. */
    RuleBits candidates(Question question) {
        RuleBits found = always.copy();
        PodFailure failure = question.failure();
        find(Field.POD_REASON, failure.reason(), found);
        find(Field.POD_ERROR, failure.message(), found);
        for (WaitingContainer container : failure.waiting()) {
            find(Field.POD_ERROR, container.message(), found);
        }
        for (PodCondition condition : failure.conditions()) {
            find(Field.CONDITION_TYPE, condition.type(), found);
        }
        for (TerminatedContainer container : failure.terminated()) {
            findContainer(container, found);
        }
        if (question.events() == null) {
            found.addAll(onlyEvents);
        } else {
            findEvents(question.events(), found);
        }
        return found;
    }

    /** The rules that ask for an event and for nothing else that the facts of a pod could deny. */
    RuleBits onlyEvents() {
        return onlyEvents;
    }

    private void findContainer(TerminatedContainer container, RuleBits found) {
        find(Field.TERMINATION_REASON, container.reason(), found);
        if (container.failed()) {
            find(Field.EXIT_CODE, container.exitCode(), found);
            find(Field.TERMINATION_MESSAGE, container.message(), found);
        }
    }

    private void findEvents(List<PodEvent> events, RuleBits found) {
        for (PodEvent event : events) {
            find(Field.EVENT_REASON, event.reason(), found);
            find(Field.EVENT_MESSAGE, event.message(), found);
        }
    }

    private void find(Field field, Object value, RuleBits found) {
        FieldIndex index = fields.get(field);
        if (index != null) {
            index.find(value, found);
        }
    }
}
