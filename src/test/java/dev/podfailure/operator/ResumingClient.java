package dev.podfailure.operator;

import com.google.protobuf.ByteString;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Context.CancellableContext;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of the stream as a user should write one: begins with a snapshot, keeps the token of the last frame, and goes on
 * with it at the next replica when the stream ends, or when no bookmark comes.
 */
final class ResumingClient implements AutoCloseable {
    private static final Duration BOOKMARKS = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(6);
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** From the deletion of a pod to its event: the operator may wait for a late fact. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    /** From the last frame before a gap to the gap. */
    private record Absence(Instant from, Instant until) {}

    private final List<ManagedChannel> channels;
    private final Thread reader;
    private final Thread watchdog;
    private final Map<String, Set<FailureEvent>> events = new ConcurrentHashMap<>();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<Absence> absences = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong lastFrame = new AtomicLong(System.nanoTime());
    private volatile Instant lastLive = Instant.now();
    private volatile ByteString token = ByteString.EMPTY;
    private volatile CancellableContext call = io.grpc.Context.ROOT.withCancellation();
    private volatile boolean closed;

    /** @param first which of the ports to begin with */
    ResumingClient(List<Integer> ports, int first) {
        channels = ports.stream()
                .map(port -> Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                        .build())
                .toList();
        reader = Thread.ofVirtual().name("client").start(() -> read(first));
        watchdog = Thread.ofVirtual().name("client-watchdog").start(this::watch);
    }

    /** Every event by its id: more than one only if they differ. */
    Map<String, Set<FailureEvent>> events() {
        return events;
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** Whether a gap told this client that it may have missed what was there at this time. */
    boolean wasAwayAt(Instant time) {
        return absences.stream()
                .anyMatch(absence -> time.isAfter(absence.from().minus(SLACK))
                        && time.isBefore(absence.until().plus(SLACK)));
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        closed = true;
        call.cancel(null);
        watchdog.interrupt();
        reader.interrupt();
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private void read(int first) {
        for (int next = first; !closed; next++) {
            CancellableContext context = io.grpc.Context.ROOT.withCancellation();
            call = context;
            lastFrame.set(System.nanoTime());
            ManagedChannel channel = channels.get(next % channels.size());
            // Backed off from the first time that the replica was down; it may be up by now.
            channel.resetConnectBackoff();
            try {
                context.run(() ->
                        frames(FailureEventServiceGrpc.newBlockingStub(channel).watch(request())));
            } finally {
                context.cancel(null);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private WatchRequest request() {
        WatchRequest.Builder request = WatchRequest.newBuilder()
                .setBookmarkInterval(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(BOOKMARKS.toSeconds())
                        .build());
        return token.isEmpty()
                ? request.setSnapshot(true).build()
                : request.setResumeToken(token).build();
    }

    private void frames(Iterator<WatchResponse> frames) {
        try {
            calls.incrementAndGet();
            while (frames.hasNext()) {
                WatchResponse frame = frames.next();
                lastFrame.set(System.nanoTime());
                frame.getEvents()
                        .getEventsList()
                        .forEach(
                                event -> events.computeIfAbsent(event.getEventId(), id -> ConcurrentHashMap.newKeySet())
                                        .add(event));
                if (frame.hasGap()) {
                    gaps.add(frame.getGap());
                    absences.add(new Absence(lastLive, Instant.now()));
                } else {
                    lastLive = Instant.now();
                }
                token = frame.getResumeToken();
            }
        } catch (StatusRuntimeException e) {
            // The replica is gone or going: on to the next one.
        }
    }

    /** A process that is paused keeps its connections. */
    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(BOOKMARKS.toNanos());
            if (System.nanoTime() - lastFrame.get() > SILENCE.toNanos()) {
                call.cancel(null);
            }
        }
    }
}
