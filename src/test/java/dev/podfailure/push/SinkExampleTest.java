package dev.podfailure.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podfailure.events.v1alpha1.Classification;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventSinkServiceGrpc;
import dev.podfailure.events.v1alpha1.PublishOutcome;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.events.v1alpha1.PublishResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinkExampleTest {
    private final ConcurrentMap<String, FailureEvent> failures = new ConcurrentHashMap<>();
    private final Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new SinkExample(failures))
            .build();
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server.start();
        channel = Grpc.newChannelBuilderForAddress("127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void keepsTheGreatestRevisionOfEachFailureOnce() {
        publish(event("a", 1, "user"), event("b", 0, "user"));
        PublishResponse response =
                publish(event("a", 0, "old"), event("b", 0, "user"), event("b", 2, "infrastructure"));

        assertThat(response.getResultsList()).isEmpty();
        assertThat(failures.entrySet())
                .extracting(
                        Map.Entry::getKey,
                        entry -> entry.getValue().getClassification().getCategory())
                .containsExactlyInAnyOrder(tuple("a", "user"), tuple("b", "infrastructure"));
    }

    @Test
    void rejectsAnEventByItsName() {
        PublishResponse response = publish(event("a", 3, ""), event("b", 0, "user"));

        assertThat(response.getResultsList()).singleElement().satisfies(result -> {
            assertThat(result.getEventId()).isEqualTo("a");
            assertThat(result.getRevision()).isEqualTo(3);
            assertThat(result.getOutcome()).isEqualTo(PublishOutcome.PUBLISH_OUTCOME_REJECTED);
        });
        assertThat(failures).containsOnlyKeys("b");
    }

    @Test
    void standsInTheGuide() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/podfailure/push/SinkExample.java"));
        String example = source.substring(source.indexOf("import "));

        assertThat(Files.readString(Path.of("docs/stream.md"))).contains("```java\n" + example + "```");
    }

    private PublishResponse publish(FailureEvent... events) {
        PublishRequest.Builder request = PublishRequest.newBuilder();
        for (FailureEvent event : events) {
            request.addEvents(event);
        }
        return FailureEventSinkServiceGrpc.newBlockingStub(channel).publish(request.build());
    }

    private static FailureEvent event(String id, int revision, String category) {
        return FailureEvent.newBuilder()
                .setEventId(id)
                .setRevision(revision)
                .setClassification(Classification.newBuilder().setCategory(category))
                .build();
    }
}
