package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.PublishResult;
import dev.podfailure.push.QueuedEvent.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a receiver says about the events of a batch.
 *
 * @param named results by the event that they name
 * @param sent what the batch holds
 */
record Results(Map<Identity, PublishResult> named, Set<Identity> sent) {

    static Results of(List<PublishResult> results, Batch batch) {
        Map<Identity, PublishResult> named = new HashMap<>();
        results.forEach(result -> named.put(Identity.of(result), result));
        return new Results(
                named, batch.events().stream().map(QueuedEvent::identity).collect(Collectors.toUnmodifiableSet()));
    }

    /** The result of an event; the default one, which is an acceptance, if the receiver does not name it. */
    PublishResult of(QueuedEvent event) {
        PublishResult result = named.get(event.identity());
        Identity unrevised = new Identity(event.identity().eventId(), 0);
        if (result == null && !sent.contains(unrevised)) {
            // A receiver that leaves the revision out means the only event with this id.
            result = named.get(unrevised);
        }
        return result == null ? PublishResult.getDefaultInstance() : result;
    }
}
