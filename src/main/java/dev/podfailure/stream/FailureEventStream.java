package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc.FailureEventServiceImplBase;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.GapReason;
import dev.podfailure.events.v1alpha1.GetStreamInfoRequest;
import dev.podfailure.events.v1alpha1.GetStreamInfoResponse;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The service that clients call. Nothing here blocks but the opening of a stream, which may wait for the API server on a
 * thread of its own: about the caller's rights, and about a token of another log.
 */
final class FailureEventStream extends FailureEventServiceImplBase {
    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private final EventStore store;
    private final PastEvents past;
    private final StreamSettings settings;
    private final Clock clock;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Watchers watchers;
    private final Optional<StreamAccess> access;
    private final LongAdder gaps = new LongAdder();
    private final LongAdder droppedEvents = new LongAdder();
    private final AtomicBoolean newsDue = new AtomicBoolean();
    private volatile Phase phase = Phase.STARTING;

    FailureEventStream(
            EventStore store,
            PodHistory history,
            StreamSettings settings,
            StreamSecurity security,
            Clock clock,
            Executor executor,
            ScheduledExecutorService timer) {
        this.store = store;
        this.past = new PastEvents(store, history);
        this.settings = settings;
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
        this.watchers = new Watchers(settings);
        this.access = StreamAccess.of(security, settings.retryAfter());
        store.onAppend(this::tellWatchers);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> client) {
        try {
            refuseUnlessServing();
            WatchPlan plan = WatchPlan.of(request, settings);
            refuseUnlessAllowed(plan.filter().namespaces());
            if (plan.start() instanceof Start.Resume resume) {
                past.reach(resume.token());
            }
            open(plan, (ServerCallStreamObserver<WatchResponse>) client);
        } catch (StatusRuntimeException e) {
            client.onError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.onError(stopping());
        }
    }

    @Override
    public void getStreamInfo(GetStreamInfoRequest request, StreamObserver<GetStreamInfoResponse> client) {
        try {
            // What it tells is of all namespaces.
            refuseUnlessAllowed(Set.of());
        } catch (StatusRuntimeException e) {
            client.onError(e);
            return;
        }
        EventStore.Holding holding = store.holding();
        client.onNext(GetStreamInfoResponse.newBuilder()
                .setOldestResumeToken(store.token(Position.inLog(holding.oldest() - 1)))
                .setLatestResumeToken(store.token(Position.inLog(holding.latest())))
                .setOldestTime(Times.timestamp(holding.since()))
                .setRetainedEvents(holding.latest() - holding.oldest() + 1)
                .setServerVersion(settings.serverVersion())
                .build());
        client.onCompleted();
    }

    /** From now on streams are served: all that existed at the start is in the log. */
    void start() {
        if (phase == Phase.STARTING) {
            phase = Phase.SERVING;
        }
    }

    /** From now on no stream is served; the open ones get what there is still room for, and end. */
    void stop() {
        phase = Phase.STOPPING;
        watchers.all().forEach(this::dismiss);
    }

    int watchers() {
        return watchers.size();
    }

    long gaps() {
        return gaps.sum();
    }

    long droppedEvents() {
        return droppedEvents.sum();
    }

    private void open(WatchPlan plan, ServerCallStreamObserver<WatchResponse> client) {
        Opening opening = store.open(plan.start()).orElseThrow(FailureEventStream::foreignToken);
        StreamCursor cursor = new StreamCursor(store, plan, opening, clock, this::count);
        Watcher watcher = new Watcher(client, cursor, executor, watchers);
        Optional<StatusRuntimeException> refusal = watchers.add(watcher, PeerAddress.current());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        client.setOnReadyHandler(watcher::wake);
        client.setOnCancelHandler(watcher::end);
        client.setOnCloseHandler(watcher::end);
        watcher.signEvery(plan.bookmarkInterval(), timer);
        access.ifPresent(known -> known.keepLooking(
                watcher, Authentication.current(), plan.filter().namespaces(), executor, timer));
        watcher.wake();
        if (phase == Phase.STOPPING) {
            dismiss(watcher);
        }
    }

    private void refuseUnlessAllowed(Set<String> namespaces) {
        Optional<StatusRuntimeException> refusal =
                access.flatMap(known -> known.refusal(Authentication.current(), namespaces));
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private void refuseUnlessServing() {
        switch (phase) {
            case STARTING ->
                throw StreamErrors.unavailable(
                        "the server has not yet seen all failed pods of the cluster", settings.retryAfter());
            case STOPPING -> throw stopping();
            case SERVING -> {}
        }
    }

    private void dismiss(Watcher watcher) {
        watcher.dismiss(stopping());
    }

    private StatusRuntimeException stopping() {
        return StreamErrors.unavailable("the server stops", settings.retryAfter());
    }

    /** Called by whoever appends, the informer's thread: it costs a flag, however many watchers there are. */
    private void tellWatchers() {
        if (!newsDue.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> {
                newsDue.set(false);
                watchers.all().forEach(Watcher::news);
            });
        } catch (RejectedExecutionException e) {
            // The server has stopped; the log goes on being fed and nobody listens.
            newsDue.set(false);
        }
    }

    private void count(Gap gap) {
        gaps.increment();
        if (gap.getReason() == GapReason.GAP_REASON_SLOW_CONSUMER) {
            droppedEvents.add(gap.getLostEvents());
        }
    }

    private static StatusRuntimeException foreignToken() {
        RequestProblems problems = new RequestProblems();
        problems.invalid("resume_token", "is of a position that this server has not reached");
        return problems.toException();
    }
}
