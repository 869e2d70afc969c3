package dev.podfailure.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Rules of every kind over few words, so that {@link RandomPods} often has what they ask for. */
final class RandomRules {
    static final List<String> WORDS = List.of("disk", "full", "CUDA", "error", "k", "é", "x1");

    private static final List<String> PATTERNS = List.of(
            "disk",
            "disk full",
            "(?i)cuda.*error",
            "(?i)k",
            "(?i)é",
            "[0-9]",
            "^disk",
            "full$",
            "(?m)^error$",
            "disk|error",
            "(disk|full) (error|CUDA)",
            "a.c",
            ".*",
            "(?s).+",
            "x*",
            "\\bfull\\b",
            "full\\r?\\nerror",
            "[^a-z ]+");

    private static final List<String> CONTAINER_MATCHERS = List.of(
            "onConditions: [OOMKilled]",
            "onConditions: [Evicted, DeadlineExceeded]",
            "onConditions: [OOMKilled, Evicted]",
            "onExitCodes: {operator: In, values: [1, 137]}",
            "onExitCodes: {operator: In, values: [0, 143]}",
            "onExitCodes: {operator: NotIn, values: [1]}",
            "onTerminationReason: {operator: In, values: [OOMKilled, Error]}",
            "onTerminationReason: {operator: NotIn, values: [Error]}",
            "onTerminationReason: {pattern: 'Ki'}",
            "onTerminationReason: {pattern: 'OOM'}",
            "onTerminationMessage: {pattern: 'P'}",
            "onTerminationMessage: {pattern: 'P', exclude: 'P'}");

    private static final List<String> POD_MATCHERS = List.of(
            "onPodReason: {operator: In, values: [Evicted, NodeLost]}",
            "onPodReason: {operator: NotIn, values: [Evicted]}",
            "onPodReason: {pattern: 'vict'}",
            "onPodReason: {pattern: '.'}",
            "onPodError: {pattern: 'P'}",
            "onPodError: {pattern: 'P', exclude: 'P'}",
            "onPodConditions: [{type: DisruptionTarget}]",
            "onPodConditions: [{type: DisruptionTarget, status: 'False'}, {type: Ready, reasons: [PodFailed]}]",
            "onPodConditions: [{type: DisruptionTarget, relativeToFailure: Before}]",
            "onPodConditions: [{type: DisruptionTarget, status: Absent}]",
            "onPodConditions: [{type: Ready, status: Unknown, pattern: 'P'}]",
            "onPodDeletion: Requested",
            "onPodDeletion: NotRequested");

    private static final List<String> EVENT_MATCHERS = List.of(
            "onPodEvents: {type: Warning}",
            "onPodEvents: {reason: BackOff}",
            "onPodEvents: {pattern: 'P'}",
            "onPodEvents: {pattern: 'P', reason: Failed, type: Warning}",
            "onPodEvents: {type: Normal, exclude: 'P'}");

    private static final List<String> CONDITIONS = List.of(
            "matchConditions: [{name: one, expression: 'pod.metadata.namespace == \"team-a\"'}]",
            "matchConditions: [{name: two, expression: 'events.exists(e, e.reason == \"BackOff\")'}]",
            "matchConditions: [{name: three, expression: 'pod.status.reason == \"Evicted\"'}]");

    private static final List<String> SCOPES = List.of(
            "containers: {names: [main]}",
            "containers: {namePattern: '^s'}",
            "containers: {roles: [Regular, Init]}",
            "containers: {roles: [Sidecar], namePattern: e}");

    private static final List<String> CONTAINER_CONDITIONS =
            List.of("matchConditions: [{name: four, expression: 'container.name == \"main\"'}]");

    private RandomRules() {}

    static Arbitrary<ObjectNode> rules() {
        Arbitrary<String> any = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(CONTAINER_MATCHERS)),
                Tuple.of(5, Arbitraries.of(POD_MATCHERS)),
                Tuple.of(4, Arbitraries.of(EVENT_MATCHERS)),
                Tuple.of(1, Arbitraries.of(CONDITIONS)));
        Arbitrary<String> scope = Arbitraries.of(SCOPES).injectNull(0.7).map(it -> it == null ? "" : it);
        Arbitrary<String> ofContainers = Arbitraries.of(CONTAINER_MATCHERS)
                .flatMap(matcher -> Arbitraries.of(CONTAINER_CONDITIONS).map(condition -> matcher + ", " + condition));
        Arbitrary<ObjectNode> mixed = any.list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(matchers ->
                        scope.flatMap(where -> patterns().map(patterns -> rule(matchers, where, patterns))));
        Arbitrary<ObjectNode> withContainer = ofContainers.flatMap(matchers ->
                scope.flatMap(where -> patterns().map(patterns -> rule(List.of(matchers), where, patterns))));
        return Arbitraries.frequencyOf(Tuple.of(9, mixed), Tuple.of(1, withContainer));
    }

    static Arbitrary<ObjectNode> settings() {
        return Arbitraries.of(
                        "priority: -1",
                        "priority: 0",
                        "podSelector: {matchLabels: {app: a}}",
                        "podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}",
                        "podSelector: {matchExpressions: [{key: app, operator: Exists}]}",
                        "namespaceSelector: {matchLabels: {env: prod}}",
                        "namespaceSelector: {matchExpressions: [{key: env, operator: DoesNotExist}]}",
                        "deletedPods: Include",
                        "enforcement: Shadow",
                        "defaultCategory: ours",
                        "{defaultCategory: included, deletedPods: Include}",
                        "{defaultCategory: '', podSelector: {matchLabels: {app: b}}}")
                .map(text -> (ObjectNode) RuleSetFixture.yaml(text));
    }

    private static Arbitrary<List<String>> patterns() {
        return Arbitraries.of(PATTERNS).list().ofSize(2);
    }

    /** Of two matchers of one name the later one stays. */
    private static ObjectNode rule(List<String> matchers, String scope, List<String> patterns) {
        ObjectNode rule = (ObjectNode) RuleSetFixture.yaml("{" + scope + "}");
        for (String matcher : matchers) {
            String text = matcher.replaceFirst("'P'", "'" + quoted(patterns.get(0)) + "'")
                    .replaceFirst("'P'", "'" + quoted(patterns.get(1)) + "'");
            rule.setAll((ObjectNode) RuleSetFixture.yaml("{" + text + "}"));
        }
        return rule;
    }

    private static String quoted(String pattern) {
        return java.util.regex.Matcher.quoteReplacement(pattern);
    }
}
