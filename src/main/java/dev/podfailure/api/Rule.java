package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code spec.rules}. All matchers present must hold; inside one matcher any value suffices.
 *
 * @param name required; a label value, unique in its rule set
 * @param category required; a label value
 * @param subcategory a label value
 * @param hint advice to the owner of the pod, at most 256 characters
 * @param responsible whose problem this is; a label value
 * @param retry {@code Worthwhile}, {@code Pointless} or {@code Uncertain}
 * @param outcome {@code Failure} (default) or {@code Ignored}
 * @param containers which containers the container matchers look at; absent means all
 * @param onConditions any of {@code OOMKilled}, {@code Evicted}, {@code DeadlineExceeded}
 * @param onExitCodes exit code of a failed container
 * @param onTerminationReason why a container ended
 * @param onTerminationMessage termination message of a failed container
 * @param onPodReason {@code status.reason}
 * @param onPodError {@code status.message}, or the message of a waiting container
 * @param onPodConditions any of these conditions, at most 8
 * @param onPodEvents an event of the pod
 * @param onPodDeletion {@code Requested} or {@code NotRequested}: whether somebody asked for the pod's deletion
 * @param matchConditions all of these must be true, at most 8
 */
public record Rule(
        @Nullable String name,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable String hint,
        @Nullable String responsible,
        @Nullable String retry,
        @Nullable String outcome,
        @Nullable ContainerScope containers,
        @Nullable List<String> onConditions,
        @Nullable ExitCodeMatcher onExitCodes,
        @Nullable ReasonMatcher onTerminationReason,
        @Nullable PatternMatcher onTerminationMessage,
        @Nullable ReasonMatcher onPodReason,
        @Nullable PatternMatcher onPodError,
        @Nullable List<PodConditionMatcher> onPodConditions,
        @Nullable EventMatcher onPodEvents,
        @Nullable String onPodDeletion,
        @Nullable List<MatchCondition> matchConditions) {}
