package dev.podfailure.rules;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the patterns of a rule can cost a pod, whatever its texts are. */
final class PatternCost {
    private PatternCost() {}

    /** Instructions of all patterns of a rule that no literal spares a text; what runs over short names only is left out. */
    static int of(Matchers matchers) {
        Stream<@Nullable TextPattern> ofContainers =
                matchers.containers().matchers().stream().flatMap(PatternCost::patterns);
        Stream<@Nullable TextPattern> ofPod = matchers.pod().stream().flatMap(PatternCost::patterns);
        EventMatcher event = matchers.event();
        Stream<@Nullable TextPattern> ofEvent =
                event == null ? Stream.empty() : Stream.of(event.pattern(), event.exclude());
        return Stream.concat(Stream.concat(ofContainers, ofPod), ofEvent)
                .filter(Objects::nonNull)
                .mapToInt(pattern -> Objects.requireNonNull(pattern).costWithoutLiteral())
                .sum();
    }

    private static Stream<@Nullable TextPattern> patterns(ContainerMatcher matcher) {
        return switch (matcher) {
            case ContainerMatcher.TerminationReason reason -> patterns(reason.test());
            case ContainerMatcher.TerminationMessage message -> patterns(message.test());
            case ContainerMatcher.Conditions conditions -> Stream.empty();
            case ContainerMatcher.ExitCodes codes -> Stream.empty();
        };
    }

    private static Stream<@Nullable TextPattern> patterns(PodMatcher matcher) {
        return switch (matcher) {
            case PodMatcher.Reason reason -> patterns(reason.test());
            case PodMatcher.PodError error -> patterns(error.test());
            case PodMatcher.Conditions conditions -> conditions.tests().stream().flatMap(PatternCost::patterns);
            case PodMatcher.Deletion deletion -> Stream.empty();
        };
    }

    private static Stream<@Nullable TextPattern> patterns(ConditionTest test) {
        return test instanceof ConditionTest.Present present ? Stream.ofNullable(present.pattern()) : Stream.empty();
    }

    private static Stream<@Nullable TextPattern> patterns(ReasonTest test) {
        return test instanceof ReasonTest.Containing containing ? Stream.of(containing.pattern()) : Stream.empty();
    }

    private static Stream<@Nullable TextPattern> patterns(TextTest test) {
        return Stream.of(test.pattern(), test.exclude());
    }
}
