package dev.podfailure.pod;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices how far the watch of failed pods is, and that they were listed anew: their watch had been broken for so long that
 * the API server no longer knew where it was, and pods may have come and gone unseen. The client tells nobody, but its
 * requests can be seen: one for a watch names the resource version up to which everything has come in. Thread-safe.
 */
public final class PodRelists implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(PodRelists.class);
    private static final int OK = 200;
    private static final Pattern VERSION = Pattern.compile("(?:^|&)resourceVersion=(\\d{1,18})(?:&|$)");

    /** Told of each watch as it begins. */
    public interface Listener {
        /**
         * Must not block.
         *
         * @param version a watch begins after this resource version
         * @param listedAnew whether pods were listed anew for it
         */
        void watching(long version, boolean listedAnew);
    }

    /** Paths that were listed once; the first listing of each follows no gap. */
    private final Set<String> listed = ConcurrentHashMap.newKeySet();

    private final AtomicLong count = new AtomicLong();

    /** Paths that were listed anew and are not watched again yet. */
    private final Set<String> unwatched = ConcurrentHashMap.newKeySet();

    private volatile Listener listener = (version, listedAnew) -> {};

    /** Tells this one from now on. */
    public void listen(Listener newListener) {
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
            unwatched.add(request.uri().getPath());
            LOG.atWarn()
                    .addKeyValue("path", request.uri().getPath())
                    .log("Failed pods were listed anew: some may have come and gone unseen");
        }
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String query = failedPods(request);
        Matcher version = VERSION.matcher(query);
        if (query.contains("watch=true") && version.find()) {
            listener.watching(
                    Long.parseLong(version.group(1)),
                    unwatched.remove(request.uri().getPath()));
        }
    }

    /** Pages after the first belong to one listing. */
    private static boolean isList(HttpRequest request) {
        String query = failedPods(request);
        return !query.isEmpty() && !query.contains("watch=true") && !query.contains("continue=");
    }

    /** The query of a request for failed pods; {@code ""} if it is another request. */
    private static String failedPods(HttpRequest request) {
        String query = request.uri().getQuery();
        return request.method().equals("GET")
                        && request.uri().getPath().endsWith("/pods")
                        && query != null
                        && query.contains("status.phase=Failed")
                ? query
                : "";
    }
}
