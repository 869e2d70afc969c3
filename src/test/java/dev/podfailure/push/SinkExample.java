package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventSinkServiceGrpc.FailureEventSinkServiceImplBase;
import dev.podfailure.events.v1alpha1.PublishOutcome;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.events.v1alpha1.PublishResponse;
import dev.podfailure.events.v1alpha1.PublishResult;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ConcurrentMap;

/** A receiver that keeps each failure once, however often it comes. The example of docs/stream.md. */
final class SinkExample extends FailureEventSinkServiceImplBase {
    private final ConcurrentMap<String, FailureEvent> failures; // in earnest a table whose key is the id

    SinkExample(ConcurrentMap<String, FailureEvent> failures) {
        this.failures = failures;
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> operator) {
        PublishResponse.Builder response = PublishResponse.newBuilder();
        for (FailureEvent event : request.getEventsList()) {
            if (event.getClassification().getCategory().isEmpty()) {
                response.addResults(PublishResult.newBuilder()
                        .setEventId(event.getEventId())
                        .setRevision(event.getRevision())
                        .setOutcome(PublishOutcome.PUBLISH_OUTCOME_REJECTED)
                        .setMessage("there is no category"));
            } else {
                failures.merge(event.getEventId(), event, SinkExample::valid);
            }
        }
        operator.onNext(response.build()); // only now: what is kept is not sent again
        operator.onCompleted();
    }

    /** Of two decisions about one failure the one with the greater revision. */
    private static FailureEvent valid(FailureEvent known, FailureEvent next) {
        return Integer.compareUnsigned(next.getRevision(), known.getRevision()) > 0 ? next : known;
    }
}
