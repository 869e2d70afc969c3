package dev.podfailure.stream;

import java.time.Duration;
import java.util.Set;

/**
 * How the stream is served.
 *
 * @param address address to listen on, {@code ""} for every address of the machine
 * @param maxWatchers most streams at a time
 * @param maxWatchersPerPeer most streams at a time from one address; a proxy is one address
 * @param bookmarkInterval how often a client gets a sign of life that does not ask for another interval
 * @param leastBookmarkInterval the shortest interval that a client can get
 * @param mostBookmarkInterval the longest interval that a client can get
 * @param maxBatchSize most events in a frame
 * @param retryAfter when a client that was turned away is told to come again
 * @param stopTimeout how long streams may take to end in order when the server stops
 * @param serverVersion what {@code GetStreamInfo} tells
 * @param connections what connections may do
 * @param labels keys of the pod labels that events carry, so that clients can select by them
 */
public record StreamSettings(
        String address,
        int maxWatchers,
        int maxWatchersPerPeer,
        Duration bookmarkInterval,
        Duration leastBookmarkInterval,
        Duration mostBookmarkInterval,
        int maxBatchSize,
        Duration retryAfter,
        Duration stopTimeout,
        String serverVersion,
        Connections connections,
        Set<String> labels) {

    /** What an operator uses that is told nothing else. */
    public static final StreamSettings DEFAULT = new StreamSettings(
            "",
            256,
            64,
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            500,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            "unknown",
            Connections.DEFAULT,
            Set.of());

    public StreamSettings {
        labels = Set.copyOf(labels);
        require(maxWatchers > 0, "the number of watchers must be at least 1, not " + maxWatchers);
        require(
                maxWatchersPerPeer > 0,
                "the number of watchers of a peer must be at least 1, not " + maxWatchersPerPeer);
        require(maxBatchSize > 0, "a batch must hold at least one event, not " + maxBatchSize);
        require(
                leastBookmarkInterval.isPositive()
                        && leastBookmarkInterval.compareTo(bookmarkInterval) <= 0
                        && bookmarkInterval.compareTo(mostBookmarkInterval) <= 0,
                "the bookmark interval " + bookmarkInterval + " must lie in its bounds, " + leastBookmarkInterval
                        + " to " + mostBookmarkInterval);
    }

    /** The same on another address. */
    public StreamSettings withAddress(String newAddress) {
        return new StreamSettings(
                newAddress,
                maxWatchers,
                maxWatchersPerPeer,
                bookmarkInterval,
                leastBookmarkInterval,
                mostBookmarkInterval,
                maxBatchSize,
                retryAfter,
                stopTimeout,
                serverVersion,
                connections,
                labels);
    }

    /** The same with another bound for stopping. */
    public StreamSettings withStopTimeout(Duration newTimeout) {
        return new StreamSettings(
                address,
                maxWatchers,
                maxWatchersPerPeer,
                bookmarkInterval,
                leastBookmarkInterval,
                mostBookmarkInterval,
                maxBatchSize,
                retryAfter,
                newTimeout,
                serverVersion,
                connections,
                labels);
    }

    /** The same with another version to tell. */
    public StreamSettings withServerVersion(String newVersion) {
        return new StreamSettings(
                address,
                maxWatchers,
                maxWatchersPerPeer,
                bookmarkInterval,
                leastBookmarkInterval,
                mostBookmarkInterval,
                maxBatchSize,
                retryAfter,
                stopTimeout,
                newVersion,
                connections,
                labels);
    }

    /** The same with labels that events carry. */
    public StreamSettings withLabels(Set<String> newLabels) {
        return new StreamSettings(
                address,
                maxWatchers,
                maxWatchersPerPeer,
                bookmarkInterval,
                leastBookmarkInterval,
                mostBookmarkInterval,
                maxBatchSize,
                retryAfter,
                stopTimeout,
                serverVersion,
                connections,
                newLabels);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * What connections may do.
     *
     * @param keepAliveTime after how much silence a peer is asked whether it is still there
     * @param keepAliveTimeout how long it may take to answer
     * @param permitKeepAlive how often a client may ask; one that asks more often is cut off ("too_many_pings")
     * @param maxAge how old a connection may get, so that clients spread over new replicas
     * @param maxAgeGrace how long the calls of a connection may last that got too old
     * @param maxIdle how long a connection without a call may last
     * @param maxCalls most calls at a time on one connection
     * @param maxResets most streams that a client may reset in {@code resetWindow} (the "rapid reset" attack)
     * @param resetWindow see {@code maxResets}
     * @param handshakeTimeout how long the beginning of a connection may take
     * @param maxRequestBytes size of a request
     * @param maxMetadataBytes size of a request's headers
     */
    public record Connections(
            Duration keepAliveTime,
            Duration keepAliveTimeout,
            Duration permitKeepAlive,
            Duration maxAge,
            Duration maxAgeGrace,
            Duration maxIdle,
            int maxCalls,
            int maxResets,
            Duration resetWindow,
            Duration handshakeTimeout,
            int maxRequestBytes,
            int maxMetadataBytes) {

        /** What suits streams that last for hours. */
        public static final Connections DEFAULT = new Connections(
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(15),
                32,
                200,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                64 * 1024,
                16 * 1024);
    }
}
