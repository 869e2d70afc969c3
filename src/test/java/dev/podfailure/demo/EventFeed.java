package dev.podfailure.demo;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the event stream that writes a line for each event. */
final class EventFeed implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final int EVIDENCE_LENGTH = 100;

    private final Screen screen;
    private final ManagedChannel channel;
    private final CountDownLatch atPresent = new CountDownLatch(1);
    private final AtomicInteger events = new AtomicInteger();

    EventFeed(int port, Screen screen) {
        this.screen = screen;
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    /** Asks for everything that is and will be, and waits until what was there has come. */
    void start() {
        FailureEventServiceGrpc.newStub(channel)
                .watch(WatchRequest.newBuilder().setSnapshot(true).build(), new StreamObserver<>() {
                    @Override
                    public void onNext(WatchResponse frame) {
                        if (frame.getBookmark().getInitialEventsEnd()) {
                            atPresent.countDown();
                        }
                        frame.getEvents().getEventsList().forEach(EventFeed.this::show);
                        if (frame.hasGap()) {
                            screen.line("     stream: gap, " + frame.getGap().getReason());
                        }
                    }

                    @Override
                    public void onError(Throwable error) {
                        if (!channel.isShutdown()) {
                            screen.line("     stream: broken, " + error.getMessage());
                        }
                    }

                    @Override
                    public void onCompleted() {
                        screen.line("     stream: ended by the operator");
                    }
                });
        try {
            if (!atPresent.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new DemoException("the event stream does not begin");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted");
        }
    }

    /** How many events came so far. */
    int count() {
        return events.get();
    }

    private void show(FailureEvent event) {
        events.incrementAndGet();
        screen.line("     stream: %s %s/%s %s/%s because %s"
                .formatted(
                        event.getKind().name().substring("FAILURE_KIND_".length()),
                        event.getPod().getNamespace(),
                        event.getPod().getName(),
                        event.getClassification().getCategory(),
                        event.getClassification().getSubcategory(),
                        cut(event.getClassification().getEvidence())));
    }

    private static String cut(String evidence) {
        return evidence.length() <= EVIDENCE_LENGTH ? evidence : evidence.substring(0, EVIDENCE_LENGTH) + "...";
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
