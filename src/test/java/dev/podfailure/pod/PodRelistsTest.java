package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor.RequestTags;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's requests and their answers, as an informer makes them. */
class PodRelistsTest {
    private static final String PODS = "/api/v1/pods?fieldSelector=status.phase%3DFailed";
    private static final String LIST = PODS + "&limit=500&resourceVersion=0";
    private static final RequestTags NO_TAGS = new RequestTags() {
        @Override
        public <T> T getTag(Class<T> type) {
            throw new IllegalArgumentException("there is no " + type);
        }
    };

    private final PodRelists relists = new PodRelists();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        relists.listen((version, listedAnew) -> told.add(version + (listedAnew ? " after a gap" : "")));
    }

    @Test
    void theFirstListFollowsNoGap() {
        answered(200, LIST);
        asked(watch("7"));

        assertThat(relists.count()).isZero();
        assertThat(told).containsExactly("7");
    }

    @Test
    void aSecondListIsAGapThatTheNextWatchTellsOf() {
        answered(200, LIST);
        asked(watch("7"));
        answered(200, LIST);
        asked(watch("20"));
        asked(watch("25"));

        assertThat(relists.count()).isEqualTo(1);
        assertThat(told).containsExactly("7", "20 after a gap", "25");
    }

    @Test
    void furtherPagesBelongToOneList() {
        answered(200, LIST);
        answered(200, LIST + "&continue=abc");
        answered(200, LIST + "&continue=def");

        assertThat(relists.count()).isZero();
    }

    @Test
    void aListThatFailedIsNone() {
        answered(200, LIST);
        answered(410, LIST);
        answered(500, LIST);

        assertThat(relists.count()).isZero();
    }

    @Test
    void eachNamespaceHasItsOwnFirstList() {
        answered(200, LIST);
        answered(200, LIST.replace("/pods", "/namespaces/a/pods"));
        answered(200, LIST.replace("/pods", "/namespaces/b/pods"));

        assertThat(relists.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/pods?limit=500",
                "/api/v1/pods",
                "/api/v1/nodes?fieldSelector=status.phase%3DFailed",
                "/api/v1/namespaces/batch/pods/job-1?fieldSelector=status.phase%3DFailed"
            })
    void otherRequestsAreNoLists(String path) {
        answered(200, path);
        answered(200, path);

        assertThat(relists.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PODS + "&watch=true", PODS + "&watch=true&resourceVersion=x", PODS + "&resourceVersion=7"})
    void aRequestThatBeginsNoWatchAtAVersionTellsNothing(String path) {
        asked(path);

        assertThat(told).isEmpty();
    }

    private static String watch(String version) {
        return PODS + "&allowWatchBookmarks=true&resourceVersion=" + version + "&timeoutSeconds=500&watch=true";
    }

    private void asked(String path) {
        relists.before(new StandardHttpRequest.Builder(), request(path), NO_TAGS);
    }

    private void answered(int code, String path) {
        asked(path);
        relists.after(request(path), new WebSocketUpgradeResponse(request(path), code), (body, rest) -> {});
    }

    private static HttpRequest request(String path) {
        return new StandardHttpRequest.Builder()
                .uri(URI.create("https://127.0.0.1:6443" + path))
                .build();
    }
}
