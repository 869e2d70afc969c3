package dev.podfailure.operator;

import dev.podfailure.pod.PodRelists;
import dev.podfailure.pod.TrimmedReading;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/**
 * The connections to the API server.
 *
 * @param watching for what is kept in memory: objects are trimmed while they are read, and lists asked for again are noticed
 * @param asking for commits and other single requests, which it never repeats by itself: of a commit whose answer was lost it
 *     has to be found out what became of it, and a second request would cover that up
 * @param electing for the lease: likewise, waits no longer than the lease allows, and behind no commit
 */
record ApiServerClients(KubernetesClient watching, KubernetesClient asking, KubernetesClient electing)
        implements AutoCloseable {
    static ApiServerClients open(Config config, PodRelists relists) {
        WatchHandshakes handshakes = new WatchHandshakes(Duration.ofMillis(config.getRequestTimeout()));
        return new ApiServerClients(
                new KubernetesClientBuilder()
                        .withConfig(config)
                        .withKubernetesSerialization(TrimmedReading.serialization())
                        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("pod-relists", relists)
                                .addOrReplaceInterceptor("watch-handshakes", handshakes))
                        .build(),
                asking(config),
                asking(new ConfigBuilder(config)
                        .withRequestTimeout((int) Leadership.REQUEST_TIMEOUT.toMillis())
                        .build()));
    }

    private static KubernetesClient asking(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @Override
    public void close() {
        watching.close();
        asking.close();
        electing.close();
    }
}
