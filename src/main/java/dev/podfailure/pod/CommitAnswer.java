package dev.podfailure.pod;

import dev.podfailure.metrics.FailureMetrics.CommitError;
import java.time.Duration;

/** What became of a commit. */
sealed interface CommitAnswer {

    /**
     * The record is on the pod.
     *
     * @param resourceVersion the version that it made
     */
    record Accepted(String resourceVersion) implements CommitAnswer {}

    /** The pod is no more, or another one has its name. */
    record Gone() implements CommitAnswer {}

    /** The pod changed since it was read: read it and decide again. */
    record Conflict() implements CommitAnswer {}

    /**
     * The API server does not want it, and will not soon.
     *
     * @param code HTTP status
     * @param message the API server's words
     */
    record Refused(int code, String message) implements CommitAnswer {}

    /**
     * Nobody knows whether it was written, or the API server is too busy. What was written will be seen on the pod.
     *
     * @param reason for the metric
     * @param retryAfter when the API server wants to be asked again; zero if it did not say
     */
    record Unclear(CommitError reason, Duration retryAfter) implements CommitAnswer {}
}
