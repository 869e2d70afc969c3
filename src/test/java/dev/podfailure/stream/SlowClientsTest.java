package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients that never read, each with a connection of its own, beside some good ones, in a burst of failures. */
class SlowClientsTest {
    private static final int DEAF = 50;
    private static final int GOOD = 5;
    private static final int BURST = 20_000;
    private static final int CAPACITY = 10_000;
    private static final int STEP = 1_000;
    private static final long MIB = 1024 * 1024;

    /** What is handed to the transport for a client that does not read: its buffers, and no queue behind them. */
    private static final long MOST_SENT = 2 * MIB;

    /** Heap of both ends of all connections; the events of the burst would take 280 MiB, once for each client. */
    private static final long MOST_HEAP = 64 * MIB;

    private final FailureEventLog log = new FailureEventLog(
            EventContent.of("c"), new LogSettings(CAPACITY, true, Duration.ofSeconds(10)), Clock.systemUTC());
    private final SentBytes sent = new SentBytes();
    private final StreamServer server = new StreamServer(
            0,
            log,
            PodHistory.NONE,
            StreamSettings.DEFAULT.withAddress("127.0.0.1"),
            StreamSecurity.NONE,
            Clock.systemUTC(),
            List.of(sent));
    private final List<ManagedChannel> channels = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server.start();
        server.serving(true);
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
    }

    @Test
    void costABoundedAmountOfMemoryAndTheOthersMissNothing() {
        see(1, CAPACITY);
        List<Client> deaf = IntStream.range(0, DEAF).mapToObj(i -> watch(0)).toList();
        List<Client> good =
                IntStream.range(0, GOOD).mapToObj(i -> watch(Integer.MAX_VALUE)).toList();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> server.watchers() == DEAF + GOOD && good.stream().allMatch(client -> client.live));
        long before = usedHeap();

        for (int number = CAPACITY; number < CAPACITY + BURST; number += STEP) {
            see(number + 1, number + STEP);
            int seen = number + STEP - CAPACITY;
            // A good client may be behind, but not by more than the log holds.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> good.stream().allMatch(client -> client.count() > seen - CAPACITY / 2));
        }

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(good)
                        .allSatisfy(client -> assertThat(client.count()).isEqualTo(BURST)));
        long grown = usedHeap() - before;
        assertThat(grown).isLessThan(MOST_HEAP);
        assertThat(sent.sorted().subList(0, DEAF)).allMatch(bytes -> bytes < MOST_SENT);
        assertThat(good).noneMatch(client -> client.gap);
        assertThat(deaf).allSatisfy(client -> assertThat(client.count()).isZero());
        assertThat(server.watchers()).isEqualTo(DEAF + GOOD);
    }

    private void see(int first, int last) {
        for (int number = first; number <= last; number++) {
            log.seen(SamplePods.annotated(number));
            log.gone(SamplePods.annotated(number));
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Client watch(int frames) {
        ManagedChannel channel = Grpc.newChannelBuilder(
                        "127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                .build();
        channels.add(channel);
        Client client = new Client(frames);
        FailureEventServiceGrpc.newStub(channel).watch(WatchRequest.getDefaultInstance(), client);
        return client;
    }

    /** Keeps the numbers of the pods that it heard of and nothing else, so that the memory measured is not its own. */
    private static final class Client implements ClientResponseObserver<WatchRequest, WatchResponse> {
        private final int frames;
        private final BitSet pods = new BitSet();
        private volatile boolean live;
        private volatile boolean gap;

        Client(int frames) {
            this.frames = frames;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> call) {
            call.disableAutoRequestWithInitial(frames);
        }

        @Override
        public void onNext(WatchResponse frame) {
            live |= frame.getBookmark().getInitialEventsEnd();
            gap |= frame.hasGap();
            synchronized (pods) {
                frame.getEvents()
                        .getEventsList()
                        .forEach(event -> pods.set(
                                Integer.parseInt(event.getPod().getName().substring("pod-".length()))));
            }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}

        int count() {
            synchronized (pods) {
                return pods.cardinality();
            }
        }
    }
}
