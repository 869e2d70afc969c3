package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC port: the event stream and the health service. Streams are refused until {@link #serving} is called with
 * {@code true} for the first time.
 */
public final class StreamServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);

    private final StreamSettings settings;
    private final InetSocketAddress address;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer;
    private final HealthStatusManager health = new HealthStatusManager();
    private final FailureEventStream stream;
    private final Server server;

    /**
     * @param port port to listen on; 0 for any, see {@link #port}
     * @param log where events come from; a log has one server
     * @param history what the cluster remembers of the time before the log
     */
    public StreamServer(
            int port,
            FailureEventLog log,
            PodHistory history,
            StreamSettings settings,
            StreamSecurity security,
            Clock clock) {
        this(port, log, history, settings, security, clock, List.of());
    }

    StreamServer(
            int port,
            FailureEventLog log,
            PodHistory history,
            StreamSettings settings,
            StreamSecurity security,
            Clock clock,
            List<ServerInterceptor> interceptors) {
        this.settings = settings;
        this.address = address(settings.address(), port);
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("stream-bookmarks").factory());
        timer.setRemoveOnCancelPolicy(true);
        this.stream = new FailureEventStream(log.store(), history, settings, security, clock, executor, timer);
        NettyServerBuilder builder = builder(address, security.transport(), settings.connections());
        interceptors.forEach(builder::intercept);
        // Called in the opposite order: the address is known before the caller is judged.
        security.guard().ifPresent(guard -> builder.intercept(new Authentication(guard, settings.retryAfter())));
        this.server = builder.executor(executor)
                .intercept(new PeerAddress())
                .addService(stream)
                .addService(health.getHealthService())
                .build();
        setHealth(ServingStatus.NOT_SERVING);
    }

    /**
     * Begins to listen.
     *
     * @throws IOException naming the address if that is not possible
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException("cannot serve gRPC on " + address + ": " + reason, e);
        }
        LOG.atInfo().addKeyValue("port", port()).log("Serving the event stream");
    }

    /** The port that the server listens on. */
    public int port() {
        return server.getPort();
    }

    /** Tells the health service whether the log shows all of the cluster; the first {@code true} opens the stream. */
    public void serving(boolean serving) {
        if (serving) {
            stream.start();
        }
        setHealth(serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** Number of streams that are open. */
    public int watchers() {
        return stream.watchers();
    }

    /** Number of gaps that clients were told of since the start. */
    public long gaps() {
        return stream.gaps();
    }

    /** Number of events, before filters, that passed by clients which read too slowly, since the start. */
    public long droppedEvents() {
        return stream.droppedEvents();
    }

    /** Ends all streams in order, within the bound of the settings, and stops to listen. */
    @Override
    public void close() {
        health.enterTerminalState();
        stream.stop();
        server.shutdown();
        try {
            if (!server.awaitTermination(millis(settings.stopTimeout()), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        executor.shutdown();
    }

    private void setHealth(ServingStatus status) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(FailureEventServiceGrpc.SERVICE_NAME, status);
    }

    private static InetSocketAddress address(String host, int port) {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    private static NettyServerBuilder builder(
            InetSocketAddress address, ServerCredentials transport, StreamSettings.Connections connections) {
        return NettyServerBuilder.forAddress(address, transport)
                .keepAliveTime(millis(connections.keepAliveTime()), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(millis(connections.keepAliveTimeout()), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(millis(connections.permitKeepAlive()), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(false)
                .maxConnectionAge(millis(connections.maxAge()), TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(millis(connections.maxAgeGrace()), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(millis(connections.maxIdle()), TimeUnit.MILLISECONDS)
                .maxConcurrentCallsPerConnection(connections.maxCalls())
                .maxRstFramesPerWindow(
                        connections.maxResets(), (int) connections.resetWindow().toSeconds())
                .handshakeTimeout(millis(connections.handshakeTimeout()), TimeUnit.MILLISECONDS)
                .maxInboundMessageSize(connections.maxRequestBytes())
                .maxInboundMetadataSize(connections.maxMetadataBytes());
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }
}
