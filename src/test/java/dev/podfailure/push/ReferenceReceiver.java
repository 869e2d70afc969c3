package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventSinkServiceGrpc.FailureEventSinkServiceImplBase;
import dev.podfailure.events.v1alpha1.PublishOutcome;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.events.v1alpha1.PublishResponse;
import dev.podfailure.events.v1alpha1.PublishResult;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A receiver as {@code docs/stream.md} asks for: it keeps each event once, by its id and revision, and accepts. It can be told
 * to answer otherwise, and to be down for a while on the same port.
 */
public final class ReferenceReceiver extends FailureEventSinkServiceImplBase implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** What it does instead of accepting; empty to accept all of them after all. It may throw. */
    public interface Mood extends Function<PublishRequest, Optional<PublishResponse>> {}

    private final ServerCredentials credentials;
    private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Map<QueuedEvent.Identity, FailureEvent> events = new LinkedHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger inCall = new AtomicInteger();
    private final AtomicInteger mostInCall = new AtomicInteger();
    private volatile Mood mood = request -> Optional.empty();
    private volatile int port;
    private volatile @Nullable Server server;

    private ReferenceReceiver(ServerCredentials credentials) {
        this.credentials = credentials;
    }

    /** One in plain text on a port of its own. */
    public static ReferenceReceiver start() {
        return start(InsecureServerCredentials.create());
    }

    /**
     * One that asks every caller for a certificate.
     *
     * @param own folder with {@code tls.crt} and {@code tls.key}
     * @param authorities file with those that callers' certificates may be of
     */
    public static ReferenceReceiver startAskingForCertificates(Path own, Path authorities) throws IOException {
        return start(TlsServerCredentials.newBuilder()
                .keyManager(
                        own.resolve("tls.crt").toFile(), own.resolve("tls.key").toFile())
                .trustManager(authorities.toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build());
    }

    /** One with these credentials. */
    public static ReferenceReceiver start(ServerCredentials credentials) {
        ReferenceReceiver receiver = new ReferenceReceiver(credentials);
        receiver.up();
        return receiver;
    }

    /** From now on it answers so. */
    public void answer(Mood newMood) {
        mood = newMood;
    }

    /** From now on it accepts everything. */
    public void acceptAll() {
        mood = request -> Optional.empty();
    }

    /** Listens, on the same port as before. */
    public void up() {
        try {
            server = Grpc.newServerBuilderForPort(port, credentials)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .intercept(new Authorizations())
                    .addService(this)
                    .build()
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Is gone, with what it received kept. */
    public void down() {
        Server running = server;
        if (running != null) {
            try {
                running.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public int port() {
        return port;
    }

    /** Every request so far, also those that it turned away. */
    public List<PublishRequest> requests() {
        return List.copyOf(requests);
    }

    /** What callers showed of themselves, call by call. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /** What it holds, in the order in which it came. */
    public List<FailureEvent> events() {
        synchronized (events) {
            return List.copyOf(events.values());
        }
    }

    /** Names of the pods that it holds events of. */
    public Set<String> pods() {
        return events().stream().map(event -> event.getPod().getName()).collect(Collectors.toUnmodifiableSet());
    }

    /** How often it got an event that it had. */
    public int repeated() {
        return repeated.get();
    }

    /** How many calls there were at a time, at most. */
    public int mostCallsAtATime() {
        return mostInCall.get();
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> caller) {
        mostInCall.accumulateAndGet(inCall.incrementAndGet(), Math::max);
        requests.add(request);
        try {
            PublishResponse response = answerTo(request);
            caller.onNext(response);
            caller.onCompleted();
        } catch (StatusRuntimeException e) {
            caller.onError(e);
        }
    }

    private PublishResponse answerTo(PublishRequest request) {
        try {
            PublishResponse response = mood.apply(request).orElse(PublishResponse.getDefaultInstance());
            keep(request, response);
            return response;
        } finally {
            inCall.decrementAndGet();
        }
    }

    /** The answer that gives some events of a request this outcome. */
    public static Optional<PublishResponse> outcome(
            PublishRequest request, PublishOutcome outcome, Predicate<FailureEvent> which) {
        PublishResponse.Builder response = PublishResponse.newBuilder();
        request.getEventsList().stream()
                .filter(which)
                .forEach(event -> response.addResults(PublishResult.newBuilder()
                        .setEventId(event.getEventId())
                        .setRevision(event.getRevision())
                        .setOutcome(outcome)
                        .setMessage("as the test says")));
        return Optional.of(response.build());
    }

    @Override
    public void close() {
        down();
    }

    private void keep(PublishRequest request, PublishResponse response) {
        Set<QueuedEvent.Identity> refused = response.getResultsList().stream()
                .filter(result -> result.getOutcome() == PublishOutcome.PUBLISH_OUTCOME_RETRY
                        || result.getOutcome() == PublishOutcome.PUBLISH_OUTCOME_REJECTED)
                .map(QueuedEvent.Identity::of)
                .collect(Collectors.toUnmodifiableSet());
        synchronized (events) {
            for (FailureEvent event : request.getEventsList()) {
                QueuedEvent.Identity identity = new QueuedEvent.Identity(event.getEventId(), event.getRevision());
                if (!refused.contains(identity) && events.putIfAbsent(identity, event) != null) {
                    repeated.incrementAndGet();
                }
            }
        }
    }

    private final class Authorizations implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            authorizations.add(String.valueOf(headers.get(AUTHORIZATION)));
            return next.startCall(call, headers);
        }
    }
}
