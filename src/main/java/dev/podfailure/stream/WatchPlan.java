package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.LossPolicy;
import dev.podfailure.events.v1alpha1.WatchRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asked for, checked and within bounds.
 *
 * @param filter which events
 * @param mask what of them
 * @param start where to begin
 * @param failOnLoss whether to end the stream when events were lost, rather than to tell of it
 * @param bookmarkInterval how often to send a sign of life
 * @param maxBatchSize most events in a frame
 * @param stopAtEnd whether to end once everything was sent that was known when the call began
 */
record WatchPlan(
        EventFilter filter,
        EventMask mask,
        Start start,
        boolean failOnLoss,
        Duration bookmarkInterval,
        int maxBatchSize,
        boolean stopAtEnd) {

    /**
     * The plan of a request.
     *
     * @throws io.grpc.StatusRuntimeException with everything that is wrong with the request
     */
    static WatchPlan of(WatchRequest request, StreamSettings settings) {
        RequestProblems problems = new RequestProblems();
        problems.refuseUnknownFields("", request);
        FilterReader filters = new FilterReader(problems, settings.labels());
        WatchPlan plan = new WatchPlan(
                new EventFilter(
                        filters.read("include", request.getIncludeList()),
                        filters.read("exclude", request.getExcludeList())),
                EventMask.of(request.getReadMask(), "read_mask", problems),
                start(request, problems),
                failOnLoss(request.getLossPolicy(), problems),
                bookmarkInterval(request, settings, problems),
                maxBatchSize(request, settings),
                request.getStopAtEnd());
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        return plan;
    }

    private static Start start(WatchRequest request, RequestProblems problems) {
        return switch (request.getStartCase()) {
            case SNAPSHOT -> request.getSnapshot() ? new Start.Snapshot() : new Start.Now();
            case SINCE ->
                orNow(
                        Times.instant(request.getSince()).map(Start.Since::new),
                        "since",
                        "is not a time of the years 1 to 9999",
                        problems);
            case RESUME_TOKEN ->
                orNow(
                        ResumeToken.decode(request.getResumeToken()).map(Start.Resume::new),
                        "resume_token",
                        "is not a token that this service gives out",
                        problems);
            case START_NOT_SET -> new Start.Now();
        };
    }

    private static Start orNow(
            Optional<? extends Start> start, String field, String description, RequestProblems problems) {
        if (start.isEmpty()) {
            problems.invalid(field, description);
            return new Start.Now();
        }
        return start.get();
    }

    private static boolean failOnLoss(LossPolicy policy, RequestProblems problems) {
        if (policy == LossPolicy.UNRECOGNIZED) {
            problems.unserved("this value of loss_policy");
        }
        return policy == LossPolicy.LOSS_POLICY_FAIL;
    }

    private static Duration bookmarkInterval(WatchRequest request, StreamSettings settings, RequestProblems problems) {
        if (!request.hasBookmarkInterval()) {
            return settings.bookmarkInterval();
        }
        Optional<Duration> asked = Times.positive(request.getBookmarkInterval());
        if (asked.isEmpty()) {
            problems.invalid("bookmark_interval", "is not a duration of more than nothing");
            return settings.bookmarkInterval();
        }
        Duration least = settings.leastBookmarkInterval();
        Duration most = settings.mostBookmarkInterval();
        return asked.get().compareTo(least) < 0 ? least : asked.get().compareTo(most) > 0 ? most : asked.get();
    }

    /** Unsigned on the wire: what is negative here is a large number. */
    private static int maxBatchSize(WatchRequest request, StreamSettings settings) {
        int asked = request.getMaxBatchSize();
        return asked <= 0 ? settings.maxBatchSize() : Math.min(asked, settings.maxBatchSize());
    }
}
