package dev.podfailure.pod;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that failed pods were listed anew: their watch had been broken for so long that the API server no longer knew
 * where it was, and pods may have come and gone unseen. The client tells nobody, but its requests can be seen. Thread-safe.
 */
public final class PodRelists implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(PodRelists.class);
    private static final int OK = 200;

    /** Paths that were listed once; the first listing of each follows no gap. */
    private final Set<String> listed = ConcurrentHashMap.newKeySet();

    private final AtomicLong count = new AtomicLong();
    private volatile Runnable listener = () -> {};

    /** Calls this at each. Must not block. */
    public void listen(Runnable newListener) {
        this.listener = newListener;
    }

    /** How many there were. */
    public long count() {
        return count.get();
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() == OK
                && isList(request)
                && !listed.add(request.uri().getPath())) {
            count.incrementAndGet();
            LOG.atWarn()
                    .addKeyValue("path", request.uri().getPath())
                    .log("Failed pods were listed anew: some may have come and gone unseen");
            listener.run();
        }
    }

    /** Pages after the first belong to one listing. */
    private static boolean isList(HttpRequest request) {
        String query = request.uri().getQuery();
        return request.method().equals("GET")
                && request.uri().getPath().endsWith("/pods")
                && query != null
                && query.contains("status.phase=Failed")
                && !query.contains("watch=true")
                && !query.contains("continue=");
    }
}
