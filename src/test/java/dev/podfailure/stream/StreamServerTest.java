package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as clients meet it, over loopback. */
class StreamServerTest {
    private static final int CAPACITY = 2_000;
    private static final long MIB = 1024 * 1024;
    private static final WatchRequest LIVE = WatchRequest.getDefaultInstance();
    private static final StreamSettings SETTINGS = StreamSettings.DEFAULT.withAddress("127.0.0.1");

    private final FailureEventLog log = new FailureEventLog(
            EventContent.of("c"), new LogSettings(CAPACITY, true, Duration.ofSeconds(10)), Clock.systemUTC());
    private final SentBytes sent = new SentBytes();
    private final StreamServer server =
            new StreamServer(0, log, PodHistory.NONE, SETTINGS, StreamSecurity.NONE, Clock.systemUTC(), List.of(sent));
    private final List<ManagedChannel> channels = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", FailureEventServiceGrpc.SERVICE_NAME})
    void tellsWhetherItServes(String service) {
        assertThat(health(service)).isEqualTo(ServingStatus.NOT_SERVING);

        server.serving(true);
        assertThat(health(service)).isEqualTo(ServingStatus.SERVING);

        server.serving(false);
        assertThat(health(service)).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void goesOnServingOpenStreamsWhenTheClusterCannotBeSeen() {
        server.serving(true);
        StreamClient client = StreamClient.reading(channel(), LIVE);
        await().until(client::isLive);

        server.serving(false);
        log.seen(SamplePods.annotated(1));

        await().untilAsserted(() -> assertThat(client.pods()).containsExactly("pod-1"));
    }

    @Test
    void letsClientsThatNeverReadCostLittleAndOthersMissNothing() {
        server.serving(true);
        List<StreamClient> deaf = Stream.generate(() -> StreamClient.reading(channel(), LIVE, 0))
                .limit(10)
                .toList();
        List<StreamClient> good = Stream.generate(() -> StreamClient.reading(channel(), LIVE))
                .limit(3)
                .toList();
        await().until(() -> good.stream().allMatch(StreamClient::isLive) && server.watchers() == 13);
        int events = 6 * CAPACITY;

        for (int number = 1; number <= events; number++) {
            int seen = number;
            log.seen(SamplePods.annotated(number));
            log.gone(SamplePods.annotated(number));
            if (number % 500 == 0) {
                await().until(() -> good.stream().allMatch(client -> client.events() > seen - CAPACITY / 2));
            }
        }

        await().untilAsserted(() -> assertThat(good)
                .allSatisfy(client -> assertThat(client.pods()).hasSize(events).doesNotHaveDuplicates()));
        assertThat(good).allSatisfy(client -> assertThat(client.frames()).noneMatch(WatchResponse::hasGap));
        assertThat(deaf).allSatisfy(client -> assertThat(client.frames()).isEmpty());
        assertThat(sent.sorted().subList(0, 10)).allMatch(bytes -> bytes < 2 * MIB);
        assertThat(sent.sorted().subList(10, 13)).allMatch(bytes -> bytes > 3 * MIB);
    }

    @Test
    void endsStreamsInOrderAndThenListensNoMore() {
        server.serving(true);
        StreamClient client = StreamClient.reading(channel(), LIVE);
        await().until(client::isLive);
        int port = server.port();

        server.close();

        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.UNAVAILABLE));
        assertThat(client.error().orElseThrow()).hasMessageContaining("the server stops");
        assertThat(server.watchers()).isZero();
        StreamClient late = StreamClient.reading(channel(port), LIVE);
        await().untilAsserted(() -> assertThat(late.code()).contains(Status.Code.UNAVAILABLE));
    }

    @Test
    void stopsAlthoughAClientDoesNotRead() throws IOException {
        StreamServer impatient = new StreamServer(
                0,
                log,
                PodHistory.NONE,
                SETTINGS.withStopTimeout(Duration.ofMillis(100)),
                StreamSecurity.NONE,
                Clock.systemUTC(),
                List.of());
        impatient.start();
        impatient.serving(true);
        StreamClient client = StreamClient.reading(channel(impatient.port()), LIVE, 0);
        await().until(() -> impatient.watchers() == 1);
        for (int number = 1; number <= 5_000; number++) {
            log.seen(SamplePods.annotated(number));
        }

        impatient.close();

        assertThat(impatient.watchers()).isZero();
        client.read(100_000);
        await().until(() -> client.error().isPresent());
    }

    @Test
    void canBeStoppedTwiceAndBeforeItWasStarted() {
        StreamServer idle = new StreamServer(0, log, PodHistory.NONE, SETTINGS, StreamSecurity.NONE, Clock.systemUTC());

        idle.close();
        idle.close();

        assertThat(idle.watchers()).isZero();
    }

    @Test
    void namesTheAddressThatIsTaken() {
        try (StreamServer second = new StreamServer(
                server.port(), log, PodHistory.NONE, SETTINGS, StreamSecurity.NONE, Clock.systemUTC())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesRequestsThatAreTooLarge() {
        server.serving(true);
        WatchRequest.Builder request = WatchRequest.newBuilder();
        for (int i = 0; i < 5_000; i++) {
            request.addIncludeBuilder().addNamespaces("a-namespace-with-a-rather-long-name-" + i);
        }

        StreamClient client = StreamClient.reading(channel(), request.build());

        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.RESOURCE_EXHAUSTED));
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private ManagedChannel channel() {
        return channel(server.port());
    }

    private ManagedChannel channel(int port) {
        ManagedChannel channel = Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                .build();
        channels.add(channel);
        return channel;
    }
}
