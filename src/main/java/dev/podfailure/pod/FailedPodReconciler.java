package dev.podfailure.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.Field;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * JOSDK's view of failed pods: one thread a pod; hands each to the review while this replica decides.
 *
 * <p>JOSDK's defaults do not fit pods: its generation filter drops changes of the status alone; its maximal interval is a
 * timer a pod; and 5.3.2 hands a pod with a deletionTimestamp to a reconciler only if it asks for all events.
 */
@ControllerConfiguration(
        name = FailedPodReconciler.NAME,
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = Constants.NO_MAX_RECONCILIATION_INTERVAL),
        informer = @Informer(fieldSelector = @Field(path = "status.phase", value = "Failed")))
final class FailedPodReconciler implements Reconciler<Pod> {
    static final String NAME = "failed-pods";

    private final FailedPods pods;
    private final FailedPodReview review;
    private final FailedPodFeed feed;
    private final BooleanSupplier leading;
    private final Consumer<ResourceID> askLater;

    /**
     * @param leading whether this replica decides now; what comes while it does not is asked again when it does
     * @param askLater asks about the pod of this name once more in a while, if it is undecided then
     */
    FailedPodReconciler(
            FailedPods pods,
            FailedPodReview review,
            FailedPodFeed feed,
            BooleanSupplier leading,
            Consumer<ResourceID> askLater) {
        this.pods = pods;
        this.review = review;
        this.feed = feed;
        this.leading = leading;
        this.askLater = askLater;
    }

    @Override
    public List<EventSource<?, Pod>> prepareEventSources(EventSourceContext<Pod> context) {
        feed.attach(context);
        return List.of(feed);
    }

    @Override
    public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
        if (!leading.getAsBoolean()) {
            return UpdateControl.noUpdate();
        }
        ResourceID id = ResourceID.fromResource(pod);
        if (context.isPrimaryResourceDeleted()) {
            // JOSDK forgets the name after this, and with it what it hears meanwhile of a new pod of the same name.
            askLater.accept(id);
        }
        Optional<Duration> again =
                pods.find(id, pod.getMetadata().getUid()).flatMap(watched -> lookAlone(pod, watched));
        UpdateControl<Pod> done = UpdateControl.noUpdate();
        return again.isEmpty() || context.isPrimaryResourceDeleted() ? done : done.rescheduleAfter(again.get());
    }

    private Optional<Duration> lookAlone(Pod pod, WatchedPod watched) {
        watched.deciding().lock();
        try {
            return review.look(pod, watched);
        } finally {
            watched.deciding().unlock();
        }
    }
}
