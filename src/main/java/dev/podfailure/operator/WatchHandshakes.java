package dev.podfailure.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how long the begin of a watch is waited for. The client's own limit is for lists and single requests only: a watch
 * that is neither begun nor refused would be waited for as long as the process lives, without a word.
 */
record WatchHandshakes(Duration limit) implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (builder instanceof WebSocket.Builder watch) {
            watch.connectTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
