package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.events.v1alpha1.FailureEvent;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchExampleTest {
    private final FailureEventLog log =
            new FailureEventLog(EventContent.of("c"), LogSettings.DEFAULT, Clock.systemUTC());

    @Test
    void goesOnFromWhereItWas() throws IOException {
        WatchExample example = new WatchExample();
        log.seen(SamplePods.annotated(1));
        assertThat(watchUntilTheServerStops(example)).containsExactly("pod-1");

        log.seen(SamplePods.annotated(2));

        assertThat(watchUntilTheServerStops(example)).containsExactly("pod-2");
    }

    @Test
    void standsInTheGuide() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/podfailure/stream/WatchExample.java"));
        String example = source.substring(source.indexOf("import "));

        assertThat(Files.readString(Path.of("docs/stream.md"))).contains("```java\n" + example + "```");
    }

    /** A new server each time, on the same log: what a client sees of a broken connection. */
    private List<String> watchUntilTheServerStops(WatchExample example) throws IOException {
        List<String> pods = new ArrayList<>();
        try (StreamServer server = new StreamServer(
                0,
                log,
                PodHistory.NONE,
                StreamSettings.DEFAULT.withAddress("127.0.0.1"),
                StreamSecurity.NONE,
                Clock.systemUTC())) {
            server.start();
            server.serving(true);
            ManagedChannel channel = Grpc.newChannelBuilder(
                            "127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                    .build();
            assertThatThrownBy(() -> example.watch(channel, event -> stopAfter(event, pods, channel), reason -> {}))
                    .isInstanceOf(StatusRuntimeException.class);
            channel.shutdownNow();
        }
        return pods;
    }

    private static void stopAfter(FailureEvent event, List<String> pods, ManagedChannel channel) {
        pods.add(event.getPod().getName());
        channel.shutdownNow();
    }
}
