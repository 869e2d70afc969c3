package dev.podfailure.ruleset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleCount;
import dev.podfailure.api.RuleSetStatus.RuleSetCondition;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The status that a rule set has now, as far as it is ours and can be read: it may be of any shape. */
record ObservedStatus(RuleSetStatus ours) {
    /** The conditions that this operator owns; those of other writers are none of its business. */
    static final List<String> OWN_CONDITIONS = List.of("Accepted", "PartiallyInvalid", "Ready", "Stalled");

    static ObservedStatus read(JsonNode status) {
        JsonNode rules = status.path("rules");
        return new ObservedStatus(new RuleSetStatus(
                status.path("observedGeneration").asLong(),
                new RuleCount(
                        rules.path("total").asInt(-1), rules.path("active").asInt(-1)),
                items(status.path("conditions"))
                        .map(ObservedStatus::condition)
                        .filter(condition -> OWN_CONDITIONS.contains(condition.type()))
                        .toList(),
                items(status.path("problems")).map(ObservedStatus::problem).toList()));
    }

    long observedGeneration() {
        return ours.observedGeneration();
    }

    Optional<RuleSetCondition> condition(String type) {
        return ours.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Whether writing this status would change nothing; the order of lists says nothing. */
    boolean isSameAs(RuleSetStatus other) {
        return inOrder(ours).equals(inOrder(other));
    }

    private static RuleSetStatus inOrder(RuleSetStatus status) {
        List<RuleSetCondition> conditions = new ArrayList<>(status.conditions());
        conditions.sort(Comparator.comparing(RuleSetCondition::type));
        List<RuleSetProblem> problems = new ArrayList<>(status.problems());
        problems.sort(Comparator.comparing(RuleSetProblem::path)
                .thenComparing(RuleSetProblem::reason)
                .thenComparing(RuleSetProblem::message));
        return new RuleSetStatus(status.observedGeneration(), status.rules(), conditions, problems);
    }

    private static RuleSetCondition condition(JsonNode condition) {
        return new RuleSetCondition(
                text(condition, "type"),
                text(condition, "status"),
                condition.path("observedGeneration").asLong(),
                text(condition, "lastTransitionTime"),
                text(condition, "reason"),
                text(condition, "message"));
    }

    private static RuleSetProblem problem(JsonNode problem) {
        return new RuleSetProblem(text(problem, "path"), text(problem, "reason"), text(problem, "message"));
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.empty();
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }
}
