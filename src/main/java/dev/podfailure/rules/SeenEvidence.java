package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What there was to see of a failure that no rule matched: where its author should look when writing one. */
final class SeenEvidence {
    /** Conditions that say why a pod had to go; the others say only that it is not ready. */
    private static final Set<String> TELLING_CONDITIONS = Set.of("DisruptionTarget", "TerminationTarget");

    private static final int MAX_CONTAINERS = 8;

    private SeenEvidence() {}

    static Evidence of(PodFailure failure) {
        return new Evidence(items(failure));
    }

    /** The same for a pod that not every rule was asked about, because one set took too much time. */
    static Evidence overBudget(PodFailure failure, @Nullable RuleSetReference set) {
        List<Evidence.Item> items = items(failure);
        items.addFirst(new Evidence.Item("budget-exceeded", "", "ruleSet", set == null ? "" : set.path()));
        return new Evidence(items);
    }

    private static List<Evidence.Item> items(PodFailure failure) {
        List<Evidence.Item> items = new ArrayList<>();
        if (!failure.reason().isEmpty() || !failure.message().isEmpty()) {
            items.add(item("", "reason", orEmpty(failure.reason())));
            items.add(item("", "message", presence(failure.message())));
        }
        for (PodCondition condition : failure.conditions()) {
            if (condition.isTrue() && TELLING_CONDITIONS.contains(condition.type())) {
                items.add(condition(condition));
            }
        }
        int failed = 0;
        for (TerminatedContainer container : failure.terminated()) {
            if (container.failed() && ++failed <= MAX_CONTAINERS) {
                addContainer(items, container);
            }
        }
        if (items.isEmpty() || failed > MAX_CONTAINERS) {
            items.add(item("", "failedContainers", Integer.toString(failed)));
        }
        return items;
    }

    private static Evidence.Item condition(PodCondition condition) {
        return item("", "condition", EscapedText.of(condition.type() + "/" + condition.reason(), 160));
    }

    private static void addContainer(List<Evidence.Item> items, TerminatedContainer container) {
        items.add(item(container.name(), "exitCode", Integer.toString(container.exitCode())));
        items.add(item(container.name(), "reason", orEmpty(container.reason())));
        items.add(item(container.name(), "message", presence(container.message())));
    }

    private static Evidence.Item item(String container, String field, String value) {
        return new Evidence.Item("", container, field, value);
    }

    private static String orEmpty(String reason) {
        return reason.isEmpty() ? "empty" : EscapedText.of(reason, 160);
    }

    private static String presence(String message) {
        return message.isEmpty() ? "empty" : "present";
    }
}
