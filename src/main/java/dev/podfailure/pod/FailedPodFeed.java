package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceDeleteEvent;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the informer of failed pods and JOSDK's event processor, on every replica: tells {@link FailedPods} each
 * delivery before the reconciler can see it, and makes events of its own that ask about a pod again.
 *
 * <p>JOSDK offers no listener that hears whether the final state of a deleted pod is known. Its event says so, and all
 * events of the informer pass the event handler of the controller's event source, leader or not; a handler of ours in front
 * of the processor's is the one place that hears all. JOSDK 5.3.2 asks the informer's onDelete filter for other event
 * sources only.
 */
final class FailedPodFeed extends AbstractEventSource<Pod, Pod> {
    private static final Logger LOG = LoggerFactory.getLogger(FailedPodFeed.class);

    private final FailedPods pods;

    FailedPodFeed(FailedPods pods) {
        super(Pod.class, "failed-pod-feed");
        this.pods = pods;
    }

    /** Puts this feed between informer and processor. To be called before the informer starts. */
    void attach(EventSourceContext<Pod> context) {
        ((ControllerEventSource<Pod>) context.getPrimaryCache()).setEventHandler(this::deliver);
    }

    /** Asks the reconciler about a pod, also about one whose state JOSDK has dropped. */
    void ask(ResourceID id, Pod last) {
        if (isRunning()) {
            getEventHandler().handleEvent(new ResourceEvent(ResourceAction.UPDATED, id, last));
        }
    }

    @Override
    public Set<Pod> getSecondaryResources(Pod primary) {
        return Set.of();
    }

    private void deliver(Event event) {
        try {
            if (event instanceof ResourceEvent resourceEvent
                    && resourceEvent.getResource().orElse(null) instanceof Pod pod) {
                note(resourceEvent, pod);
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("pod", event.getRelatedCustomResourceID())
                    .setCause(e)
                    .log("Cannot take note of a failed pod");
        } finally {
            if (!isDecided(event)) {
                getEventHandler().handleEvent(event);
            }
        }
    }

    /** Half of all deliveries are the echoes of our own commits; the reconciler has nothing to do about them. */
    private boolean isDecided(Event event) {
        return !(event instanceof ResourceDeleteEvent)
                && event instanceof ResourceEvent resourceEvent
                && resourceEvent.getResource().orElse(null) instanceof Pod pod
                && pods.find(
                                event.getRelatedCustomResourceID(),
                                pod.getMetadata().getUid())
                        .flatMap(WatchedPod::decided)
                        .isPresent()
                && !PodAnnotations.asksForReclassification(pod);
    }

    private void note(ResourceEvent event, Pod pod) {
        ResourceID id = event.getRelatedCustomResourceID();
        if (event instanceof ResourceDeleteEvent deletion) {
            pods.gone(id, pod, !deletion.isDeletedFinalStateUnknown());
        } else {
            pods.seen(id, pod);
        }
    }
}
