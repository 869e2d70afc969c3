package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.GapReason;
import dev.podfailure.events.v1alpha1.GetStreamInfoRequest;
import dev.podfailure.events.v1alpha1.GetStreamInfoResponse;
import dev.podfailure.events.v1alpha1.LossPolicy;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service in process, where a message goes to a client only if it asked for one. */
class FailureEventStreamTest {
    private static final int CAPACITY = 50;
    private static final WatchRequest LIVE = WatchRequest.getDefaultInstance();
    private static final WatchRequest SNAPSHOT =
            WatchRequest.newBuilder().setSnapshot(true).build();

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final FailureEventLog log = new FailureEventLog(
            EventContent.of("c"), new LogSettings(CAPACITY, true, Duration.ofSeconds(10)), Clock.systemUTC());
    private final FailureEventStream stream = new FailureEventStream(
            log.store(),
            PodHistory.NONE,
            settings(Duration.ofSeconds(20)),
            StreamSecurity.NONE,
            Clock.systemUTC(),
            executor,
            timer);
    private final String name = UUID.randomUUID().toString();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(name).directExecutor().build();
    private final List<Server> servers = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        serve(name, stream);
        stream.start();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        servers.forEach(Server::shutdownNow);
        timer.shutdownNow();
        executor.shutdownNow();
    }

    @Test
    void sendsASnapshotAndThenWhatIsNew() {
        see(1, 3);
        StreamClient client = StreamClient.reading(channel, SNAPSHOT);
        await().until(client::isLive);

        see(4, 5);

        await().untilAsserted(
                        () -> assertThat(client.pods()).containsExactly("pod-1", "pod-2", "pod-3", "pod-4", "pod-5"));
        assertThat(client.frames()).allMatch(frame -> !frame.getResumeToken().isEmpty());
    }

    @Test
    void resumesWhereTheClientLeft() {
        StreamClient first = StreamClient.reading(channel, LIVE);
        await().until(first::isLive);
        see(1, 3);
        await().until(() -> first.pods().size() == 3);
        first.leave();
        see(4, 6);

        StreamClient second = StreamClient.reading(channel, resume(last(first)));

        await().untilAsserted(() -> assertThat(second.pods()).containsExactly("pod-4", "pod-5", "pod-6"));
    }

    @Test
    void completesOnceEverythingWasSent() {
        see(1, 2);

        StreamClient client = StreamClient.reading(
                channel, SNAPSHOT.toBuilder().setStopAtEnd(true).build());

        await().until(client::isCompleted);
        assertThat(client.pods()).hasSize(2);
        await().until(() -> stream.watchers() == 0);
    }

    @Test
    void tellsAClientThatReadsTooSlowlyWhatItMissed() {
        StreamClient client = StreamClient.reading(channel, LIVE, 1);
        await().until(client::isLive);
        see(1, 3 * CAPACITY);

        client.read(100);

        await().until(() -> client.pods().contains("pod-" + 3 * CAPACITY));
        List<Gap> gaps = client.frames().stream()
                .filter(WatchResponse::hasGap)
                .map(WatchResponse::getGap)
                .toList();
        assertThat(gaps).extracting(Gap::getReason).containsOnly(GapReason.GAP_REASON_SLOW_CONSUMER);
        long lost = gaps.stream().mapToLong(Gap::getLostEvents).sum();
        assertThat(client.pods().size() + lost).isEqualTo(3 * CAPACITY);
        assertThat(stream.droppedEvents()).isEqualTo(lost);
        assertThat(stream.gaps()).isEqualTo(gaps.size());
    }

    @Test
    void doesNotLetASlowClientHoldUpAnother() {
        StreamClient slow = StreamClient.reading(channel, LIVE, 1);
        StreamClient good = StreamClient.reading(channel, LIVE);
        await().until(() -> slow.isLive() && good.isLive());

        for (int number = 1; number <= 4 * CAPACITY; number++) {
            int seen = number;
            log.seen(SamplePods.annotated(number));
            if (number % 20 == 0) {
                await().until(() -> good.pods().size() >= seen - 10);
            }
        }

        await().untilAsserted(() -> assertThat(good.pods()).containsExactlyElementsOf(names(1, 4 * CAPACITY)));
        assertThat(good.frames()).noneMatch(WatchResponse::hasGap);
        assertThat(slow.frames()).hasSize(1);
    }

    @Test
    void sendsEachEventOnceHoweverManyThreadsBringThem() {
        FailureEventLog large = new FailureEventLog(
                EventContent.of("c"), new LogSettings(4_000, true, Duration.ofSeconds(10)), Clock.systemUTC());
        ManagedChannel own = serve(large, settings(Duration.ofSeconds(20)));
        List<StreamClient> clients =
                Stream.generate(() -> StreamClient.reading(own, LIVE)).limit(5).toList();
        await().until(() -> clients.stream().allMatch(StreamClient::isLive));

        IntStream.range(0, 4)
                .forEach(part -> executor.execute(() -> IntStream.range(0, 1_000)
                        .forEach(i -> large.seen(SamplePods.annotated(1 + part * 1_000 + i)))));

        await().untilAsserted(() -> assertThat(clients)
                .allSatisfy(client -> assertThat(client.pods()).hasSize(4_000).doesNotHaveDuplicates()));
        own.shutdownNow();
    }

    @Test
    void sendsSignsOfLife() {
        ManagedChannel own = serve(log, settings(Duration.ofMillis(20)));

        StreamClient client = StreamClient.reading(own, LIVE);

        await().until(() ->
                client.frames().stream().filter(WatchResponse::hasBookmark).count() > 3);
        assertThat(client.frames().stream().filter(frame -> frame.getBookmark().getInitialEventsEnd()))
                .hasSize(1);
        own.shutdownNow();
    }

    @Test
    void freesThePlaceOfAClientThatLeaves() {
        StreamClient client = StreamClient.reading(channel, LIVE);
        await().until(client::isLive);
        assertThat(stream.watchers()).isEqualTo(1);

        client.leave();

        await().until(() -> stream.watchers() == 0);
    }

    @Test
    void refusesMoreClientsThanItWasToldToServe() {
        List<StreamClient> clients = Stream.generate(() -> StreamClient.reading(channel, LIVE))
                .limit(8)
                .toList();
        await().until(() -> clients.stream().allMatch(StreamClient::isLive));

        StreamClient oneMore = StreamClient.reading(channel, LIVE);

        await().until(() -> oneMore.code().isPresent());
        Throwable error = oneMore.error().orElseThrow();
        assertThat(oneMore.code()).contains(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Details.of(error, QuotaFailure.class).getViolations(0).getSubject())
                .startsWith("watchers of ");
        assertThat(Details.of(error, RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(2);
        clients.get(0).leave();
        await().until(() -> StreamClient.reading(channel, LIVE).code().isEmpty() && stream.watchers() == 8);
    }

    @Test
    void refusesMoreClientsThanItWasToldToServeInAll() {
        ManagedChannel own = serve(log, settings(2, 8, Duration.ofSeconds(20)));
        List<StreamClient> clients =
                Stream.generate(() -> StreamClient.reading(own, LIVE)).limit(2).toList();
        await().until(() -> clients.stream().allMatch(StreamClient::isLive));

        StreamClient oneMore = StreamClient.reading(own, LIVE);

        await().untilAsserted(() -> assertThat(oneMore.code()).contains(Status.Code.RESOURCE_EXHAUSTED));
        Throwable error = oneMore.error().orElseThrow();
        assertThat(Details.of(error, QuotaFailure.class).getViolations(0).getSubject())
                .isEqualTo("watchers");
        assertThat(Details.of(error, RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(2);
        own.shutdownNow();
    }

    @Test
    void sendsSignsOfLifeAsOftenAsTheClientAsks() {
        StreamClient client = StreamClient.reading(
                channel,
                WatchRequest.newBuilder()
                        .setBookmarkInterval(Durations.fromMillis(20))
                        .build());

        await().until(() ->
                client.frames().stream().filter(WatchResponse::hasBookmark).count() > 3);
    }

    @Test
    void tellsAClientThatCannotBearLossThatItsTokenExpired() {
        see(1, 1);
        StreamClient first = StreamClient.reading(channel, SNAPSHOT);
        await().until(first::isLive);
        first.leave();
        see(2, 3 * CAPACITY);

        StreamClient client = StreamClient.reading(
                channel,
                resume(last(first)).toBuilder()
                        .setLossPolicy(LossPolicy.LOSS_POLICY_FAIL)
                        .build());

        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.OUT_OF_RANGE));
        Throwable error = client.error().orElseThrow();
        assertThat(Details.of(error, ErrorInfo.class).getReason()).isEqualTo("RESUME_TOKEN_EXPIRED");
        assertThat(Details.of(error, Gap.class).getLostEvents()).isPositive();
        assertThat(client.frames()).isEmpty();
        await().until(() -> stream.watchers() == 0);
    }

    @Test
    void sendsASnapshotBehindAGapForATokenOfAnotherVersion() {
        see(1, 2);
        byte[] body = {2, 0, 0};
        CRC32 checksum = new CRC32();
        checksum.update(body);
        ByteString token = ByteString.copyFrom(ByteBuffer.allocate(body.length + Integer.BYTES)
                .put(body)
                .putInt((int) checksum.getValue())
                .array());

        StreamClient client = StreamClient.reading(
                channel, WatchRequest.newBuilder().setResumeToken(token).build());

        await().until(client::isLive);
        assertThat(client.frames().get(0).getGap().getReason()).isEqualTo(GapReason.GAP_REASON_STREAM_CHANGED);
        assertThat(client.pods()).containsExactly("pod-1", "pod-2");
    }

    @Test
    void namesWhatIsWrongWithARequest() {
        StreamClient client = StreamClient.reading(channel, resume("garbage"));

        await().until(() -> client.error().isPresent());
        assertThat(Details.of(client.error().orElseThrow(), BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly("resume_token");
    }

    @Test
    void doesNotTakeATokenOfAPositionThatItHasNotReached() {
        see(1, 1);
        long incarnation =
                ResumeToken.decode(info().getLatestResumeToken()).orElseThrow().incarnation();

        StreamClient client = StreamClient.reading(
                channel,
                WatchRequest.newBuilder()
                        .setResumeToken(new ResumeToken(incarnation, Position.inLog(2), 0).encode())
                        .build());

        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.INVALID_ARGUMENT));
    }

    @Test
    void refusesStreamsUntilItHasSeenTheCluster() {
        FailureEventStream starting = new FailureEventStream(
                log.store(),
                PodHistory.NONE,
                settings(Duration.ofSeconds(20)),
                StreamSecurity.NONE,
                Clock.systemUTC(),
                executor,
                timer);
        ManagedChannel own = serve(starting);

        StreamClient client = StreamClient.reading(own, LIVE);

        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.UNAVAILABLE));
        assertThat(Details.of(client.error().orElseThrow(), RetryInfo.class).hasRetryDelay())
                .isTrue();
        own.shutdownNow();
    }

    @Test
    void endsStreamsWithTheirLastPositionWhenItStops() {
        StreamClient client = StreamClient.reading(channel, LIVE);
        await().until(client::isLive);
        see(1, 1);
        await().until(() -> client.pods().size() == 1);

        stream.stop();

        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.UNAVAILABLE));
        assertThat(client.frames().get(client.frames().size() - 1).hasBookmark())
                .isTrue();
        StreamClient late = StreamClient.reading(channel, LIVE);
        await().untilAsserted(() -> assertThat(late.code()).contains(Status.Code.UNAVAILABLE));
    }

    @Test
    void tellsWhatItHolds() {
        see(1, CAPACITY + 5);

        GetStreamInfoResponse info = info();

        assertThat(info.getRetainedEvents()).isEqualTo(CAPACITY);
        assertThat(info.getServerVersion()).isEqualTo("1.2.3");
        StreamClient client = StreamClient.reading(
                channel,
                WatchRequest.newBuilder()
                        .setResumeToken(info.getOldestResumeToken())
                        .build());
        await().until(client::isLive);
        assertThat(client.pods()).containsExactlyElementsOf(names(6, CAPACITY + 5));
    }

    private void see(int first, int last) {
        SamplePods.annotated(first, last).forEach(log::seen);
    }

    private static List<String> names(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "pod-" + number)
                .toList();
    }

    private GetStreamInfoResponse info() {
        return FailureEventServiceGrpc.newBlockingStub(channel)
                .getStreamInfo(GetStreamInfoRequest.getDefaultInstance());
    }

    private static WatchRequest resume(String token) {
        return WatchRequest.newBuilder()
                .setResumeToken(ByteString.copyFromUtf8(token))
                .build();
    }

    private static WatchRequest resume(WatchResponse frame) {
        return WatchRequest.newBuilder().setResumeToken(frame.getResumeToken()).build();
    }

    private static WatchResponse last(StreamClient client) {
        return client.frames().get(client.frames().size() - 1);
    }

    private ManagedChannel serve(FailureEventLog ownLog, StreamSettings settings) {
        FailureEventStream own = new FailureEventStream(
                ownLog.store(), PodHistory.NONE, settings, StreamSecurity.NONE, Clock.systemUTC(), executor, timer);
        own.start();
        return serve(own);
    }

    private ManagedChannel serve(FailureEventStream own) {
        String ownName = UUID.randomUUID().toString();
        try {
            serve(ownName, own);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return InProcessChannelBuilder.forName(ownName).directExecutor().build();
    }

    private void serve(String serverName, FailureEventStream service) throws IOException {
        servers.add(InProcessServerBuilder.forName(serverName)
                .executor(executor)
                .intercept(new PeerAddress())
                .addService(service)
                .build()
                .start());
    }

    private static StreamSettings settings(Duration bookmarkInterval) {
        return settings(100, 8, bookmarkInterval);
    }

    private static StreamSettings settings(int maxWatchers, int maxOfOnePeer, Duration bookmarkInterval) {
        return new StreamSettings(
                "",
                maxWatchers,
                maxOfOnePeer,
                bookmarkInterval,
                Duration.ofMillis(10),
                Duration.ofMinutes(1),
                10,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                "1.2.3",
                StreamSettings.Connections.DEFAULT,
                Set.of());
    }
}
