package dev.podfailure.lint;

import static dev.podfailure.lint.LintedRule.orEmpty;

import dev.podfailure.api.ContainerScope;
import dev.podfailure.api.EventMatcher;
import dev.podfailure.api.ExitCodeMatcher;
import dev.podfailure.api.PatternMatcher;
import dev.podfailure.api.PodConditionMatcher;
import dev.podfailure.api.ReasonMatcher;
import dev.podfailure.api.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether one rule holds wherever another one does. It says yes only if that can be seen from what is written; no may also
 * mean that it cannot.
 */
final class Implication {
    private static final List<String> POD_CONDITIONS = List.of("Evicted", "DeadlineExceeded");

    private Implication() {}

    /** Whether every pod that {@code strict} matches is matched by {@code loose}. */
    static boolean holds(Rule strict, Rule loose) {
        return scope(strict.containers(), loose.containers())
                && matcher(strict.onExitCodes(), loose.onExitCodes(), Implication::exitCodes)
                && conditions(strict, loose)
                && matcher(strict.onTerminationReason(), loose.onTerminationReason(), Implication::terminationReason)
                && matcher(strict.onTerminationMessage(), loose.onTerminationMessage(), Implication::text)
                && podReason(strict, loose)
                && matcher(strict.onPodError(), loose.onPodError(), Implication::text)
                && matcher(strict.onPodConditions(), loose.onPodConditions(), Implication::podConditions)
                && matcher(strict.onPodEvents(), loose.onPodEvents(), Implication::events)
                && matcher(strict.onPodDeletion(), loose.onPodDeletion(), Objects::equals)
                && matchConditions(strict, loose);
    }

    private static <T> boolean matcher(@Nullable T strict, @Nullable T loose, BiPredicate<T, T> implies) {
        return loose == null || (strict != null && implies.test(strict, loose));
    }

    private static boolean scope(@Nullable ContainerScope strict, @Nullable ContainerScope loose) {
        return matcher(
                strict,
                loose,
                (one, other) -> isSubset(one.names(), other.names())
                        && isSubset(one.roles(), other.roles())
                        && (other.namePattern() == null || other.namePattern().equals(one.namePattern())));
    }

    /** Whether a list that may be absent, which allows everything, allows no more than another one. */
    private static <T> boolean isSubset(@Nullable List<T> strict, @Nullable List<T> loose) {
        return loose == null || (strict != null && new HashSet<>(loose).containsAll(strict));
    }

    private static boolean exitCodes(ExitCodeMatcher strict, ExitCodeMatcher loose) {
        return listed(strict.operator(), orEmpty(strict.values()), loose.operator(), orEmpty(loose.values()));
    }

    private static <T> boolean listed(
            @Nullable String strict, List<T> strictValues, @Nullable String loose, List<T> looseValues) {
        boolean strictIn = "In".equals(strict);
        if ("In".equals(loose)) {
            return strictIn && new HashSet<>(looseValues).containsAll(strictValues);
        }
        return strictIn
                ? strictValues.stream().noneMatch(looseValues::contains)
                : new HashSet<>(strictValues).containsAll(looseValues);
    }

    /** NotIn sees failed containers only, In may see others: so the two are not compared. */
    private static boolean terminationReason(ReasonMatcher strict, ReasonMatcher loose) {
        return Objects.equals(strict.operator(), loose.operator()) && reason(strict, loose);
    }

    private static boolean reason(ReasonMatcher strict, ReasonMatcher loose) {
        if (strict.pattern() != null || loose.pattern() != null) {
            return Objects.equals(strict.pattern(), loose.pattern());
        }
        return listed(strict.operator(), orEmpty(strict.values()), loose.operator(), orEmpty(loose.values()));
    }

    /** The short form names reasons of the pod, too, which another rule may ask for by {@code onPodReason}. */
    private static boolean conditions(Rule strict, Rule loose) {
        if (loose.onConditions() == null) {
            return true;
        }
        if (strict.onConditions() != null) {
            return loose.onConditions().containsAll(strict.onConditions());
        }
        boolean needsNoContainer = loose.containers() == null
                && loose.onExitCodes() == null
                && loose.onTerminationReason() == null
                && loose.onTerminationMessage() == null
                && loose.matchConditions() == null;
        ReasonMatcher reason = strict.onPodReason();
        return needsNoContainer
                && reason != null
                && "In".equals(reason.operator())
                && orEmpty(reason.values()).stream()
                        .allMatch(value -> POD_CONDITIONS.contains(value)
                                && loose.onConditions().contains(value));
    }

    private static boolean podReason(Rule strict, Rule loose) {
        ReasonMatcher asked = loose.onPodReason();
        if (asked == null) {
            return true;
        }
        if (strict.onPodReason() != null) {
            return reason(strict.onPodReason(), asked);
        }
        List<String> conditions = orEmpty(strict.onConditions());
        return asked.pattern() == null
                && !conditions.isEmpty()
                && POD_CONDITIONS.containsAll(conditions)
                && listed("In", conditions, asked.operator(), orEmpty(asked.values()));
    }

    private static boolean text(PatternMatcher strict, PatternMatcher loose) {
        return LiteralPattern.implies(orEmpty(strict.pattern()), orEmpty(loose.pattern()))
                && excludes(strict.exclude(), loose.exclude());
    }

    private static boolean excludes(@Nullable String strict, @Nullable String loose) {
        return loose == null || loose.equals(strict);
    }

    private static boolean podConditions(List<PodConditionMatcher> strict, List<PodConditionMatcher> loose) {
        return strict.stream().allMatch(one -> loose.stream().anyMatch(other -> podCondition(one, other)));
    }

    private static boolean podCondition(PodConditionMatcher strict, PodConditionMatcher loose) {
        return Objects.equals(strict.type(), loose.type())
                && Objects.equals(orDefault(strict.status(), "True"), orDefault(loose.status(), "True"))
                && isSubset(strict.reasons(), loose.reasons())
                && (loose.pattern() == null || loose.pattern().equals(strict.pattern()))
                && (!"Before".equals(loose.relativeToFailure()) || "Before".equals(strict.relativeToFailure()));
    }

    private static String orDefault(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static boolean events(EventMatcher strict, EventMatcher loose) {
        return (loose.type() == null || loose.type().equals(strict.type()))
                && (loose.reason() == null || loose.reason().equals(strict.reason()))
                && (loose.pattern() == null
                        || (strict.pattern() != null && LiteralPattern.implies(strict.pattern(), loose.pattern())))
                && excludes(strict.exclude(), loose.exclude());
    }

    /** An expression may mean another thing where it sees another container, or none. */
    private static boolean matchConditions(Rule strict, Rule loose) {
        if (loose.matchConditions() == null) {
            return true;
        }
        List<String> needed = expressions(loose);
        boolean same = new LintedRule("", strict).looksAtContainers() == new LintedRule("", loose).looksAtContainers();
        return same && new HashSet<>(expressions(strict)).containsAll(needed);
    }

    private static List<String> expressions(Rule rule) {
        return orEmpty(rule.matchConditions()).stream()
                .map(condition -> orEmpty(condition.expression()))
                .toList();
    }
}
