package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.WaitingContainer;
import dev.podfailure.rules.cel.ConditionInput;
import dev.podfailure.rules.cel.ConditionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first matcher of a rule that does not hold, and what it saw. Found by asking the matchers one by one, in the order in
 * which {@link Inquiry} asks them.
 */
record Miss(String matcher, String saw) {
    private static final int MAX_TEXT = 160;
    private static final int MAX_ITEMS = 5;

    /** Of a rule that does not hold for this pod. */
    static Miss of(Matchers matchers, Question question) {
        PodFailure failure = question.failure();
        for (PodMatcher matcher : matchers.pod()) {
            if (!matcher.matches(failure)) {
                return of(matcher, failure);
            }
        }
        if (!matchers.containers().holds(failure)) {
            return of(matchers.containers(), failure);
        }
        List<PodEvent> events = question.events() == null ? List.of() : question.events();
        EventMatcher event = matchers.event();
        return event != null && event.firstMatch(events) == null
                ? new Miss("onPodEvents", seen(events))
                : ofConditions(matchers, question, events);
    }

    private static Miss of(PodMatcher matcher, PodFailure failure) {
        return switch (matcher) {
            case PodMatcher.Reason reason -> new Miss("onPodReason", named("reason", failure.reason()));
            case PodMatcher.PodError error -> new Miss("onPodError", messages(failure));
            case PodMatcher.Conditions conditions -> new Miss("onPodConditions", conditions(failure));
            case PodMatcher.Deletion deletion ->
                new Miss("onPodDeletion", deletion.requested() ? "NotRequested" : "Requested");
        };
    }

    private static Miss of(ContainerPart part, PodFailure failure) {
        List<TerminatedContainer> inScope =
                failure.terminated().stream().filter(part.scope()::includes).toList();
        List<TerminatedContainer> candidates =
                inScope.stream().filter(part::mayMatch).toList();
        if (candidates.isEmpty()) {
            boolean scopeOnly = inScope.isEmpty()
                    && !part.scope().isAll()
                    && !failure.failedContainers().isEmpty();
            return scopeOnly
                    ? new Miss("containers", names(failure.failedContainers()))
                    : new Miss(name(part.matchers().getFirst()), "no failed container");
        }
        // The container that came furthest is the one that the author had in mind.
        ContainerMatcher missed = part.matchers().getFirst();
        List<String> saw = new ArrayList<>();
        int best = -1;
        for (TerminatedContainer container : candidates) {
            int passed = passed(part.matchers(), failure, container);
            if (passed > best) {
                best = passed;
                missed = part.matchers().get(passed);
                saw.clear();
            }
            if (passed == best) {
                saw.add("container=" + text(container.name()) + " " + seen(missed, failure, container));
            }
        }
        return new Miss(name(missed), some(saw.stream()));
    }

    private static int passed(List<ContainerMatcher> matchers, PodFailure failure, TerminatedContainer container) {
        int passed = 0;
        while (matchers.get(passed).matches(failure, container)) {
            passed++;
        }
        return passed;
    }

    private static String name(ContainerMatcher matcher) {
        return switch (matcher) {
            case ContainerMatcher.Conditions conditions -> "onConditions";
            case ContainerMatcher.ExitCodes codes -> "onExitCodes";
            case ContainerMatcher.TerminationReason reason -> "onTerminationReason";
            case ContainerMatcher.TerminationMessage message -> "onTerminationMessage";
        };
    }

    private static String seen(ContainerMatcher matcher, PodFailure failure, TerminatedContainer container) {
        return switch (matcher) {
            case ContainerMatcher.Conditions conditions ->
                named("reason", container.reason()) + " " + named("status.reason", failure.reason());
            case ContainerMatcher.ExitCodes codes -> "exitCode=" + container.exitCode();
            case ContainerMatcher.TerminationReason reason -> named("reason", container.reason());
            case ContainerMatcher.TerminationMessage message -> named("message", container.message());
        };
    }

    private static Miss ofConditions(Matchers matchers, Question question, List<PodEvent> events) {
        if (question.pod() == null || matchers.conditions().isEmpty()) {
            return new Miss("matchConditions", "the pod itself is not at hand");
        }
        ConditionInput input = ConditionInput.of(question.pod(), events);
        ContainerPart part = matchers.containers();
        TerminatedContainer container = part.concernsContainers() ? part.firstMatch(question.failure()) : null;
        if (part.concernsContainers() && container == null && !part.holdsForPodAlone(question.failure())) {
            return new Miss("containers", "no failed container");
        }
        return new Miss("matchConditions", condition(matchers, container, input));
    }

    private static String condition(Matchers matchers, @Nullable TerminatedContainer container, ConditionInput input) {
        ConditionInput asked = container == null ? input : input.inContainer(container.name());
        return switch (matchers.conditions().compiled().evaluate(asked, () -> false)) {
            case ConditionResult.True yes -> "true";
            case ConditionResult.False no -> no.condition() + "=false";
            case ConditionResult.EvaluationError error -> error.condition() + ": " + text(error.message());
            case ConditionResult.OverBudget over -> over.condition() + ": it costs more than a rule may spend";
        };
    }

    private static String messages(PodFailure failure) {
        Stream<String> waiting = failure.waiting().stream()
                .map((WaitingContainer container) ->
                        "container=" + text(container.name()) + " " + named("message", container.message()));
        return some(Stream.concat(Stream.of(named("message", failure.message())), waiting));
    }

    private static String conditions(PodFailure failure) {
        return failure.conditions().isEmpty()
                ? "no conditions"
                : some(failure.conditions().stream().map(Miss::condition));
    }

    private static String condition(PodCondition condition) {
        String reason = condition.reason().isEmpty() ? "" : " (" + text(condition.reason()) + ")";
        return text(condition.type()) + "=" + text(condition.status()) + reason;
    }

    private static String seen(List<PodEvent> events) {
        return events.isEmpty()
                ? "no events"
                : some(events.stream().map(event -> text(event.reason()) + ": " + text(event.message())));
    }

    private static String names(List<TerminatedContainer> containers) {
        return some(containers.stream().map(container -> "container=" + text(container.name())));
    }

    private static String some(Stream<String> items) {
        List<String> first = items.limit(MAX_ITEMS + 1L).toList();
        return first.size() <= MAX_ITEMS
                ? String.join("; ", first)
                : first.stream().limit(MAX_ITEMS).collect(Collectors.joining("; ")) + "; ...";
    }

    private static String named(String field, String value) {
        return field + "=" + (value.isEmpty() ? "empty" : text(value));
    }

    private static String text(String value) {
        return EscapedText.of(value, MAX_TEXT);
    }
}
