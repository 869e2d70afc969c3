package dev.podfailure.desk;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.podfailure.classify.PodAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said about one pod of a cluster.
 *
 * @param phase {@code status.phase}
 * @param node {@code ""} if it was never bound
 * @param owner {@code Kind/name} of the controlling owner, or {@code ""}
 * @param annotated the decision that stands on the pod, if one does
 * @param now what the rules say of it now; absent if no rule set could be read
 * @param remarks rules that are not in use, one line each
 * @param unread what could not be read
 */
@JsonPropertyOrder({"namespace", "name", "uid", "phase", "node", "owner", "annotated", "now", "remarks", "unread"})
public record PodExplanation(
        String namespace,
        String name,
        String uid,
        String phase,
        String node,
        String owner,
        @Nullable AnnotatedFailure annotated,
        @Nullable PodAnswer now,
        List<String> remarks,
        List<Unread> unread) {

    /** Whether the rules would decide otherwise today. */
    boolean changed() {
        return annotated != null
                && now != null
                && !(annotated.category().equals(now.category())
                        && annotated.subcategory().equals(now.subcategory())
                        && annotated.rule().equals(now.rule()));
    }
}
