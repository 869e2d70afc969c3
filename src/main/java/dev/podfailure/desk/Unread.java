package dev.podfailure.desk;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Something that could not be read, and what follows from that.
 *
 * @param what the verb and the resource, as a role would name them
 * @param why the API server's words
 * @param consequence what the answer lacks
 */
@JsonPropertyOrder({"what", "why", "consequence"})
public record Unread(String what, String why, String consequence) {

    /**
     * @throws KubernetesClientException the given one, if the API server gave no answer at all: then nothing can be said
     */
    static Unread of(String what, KubernetesClientException e, String consequence) {
        if (e.getCode() <= 0 || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw e;
        }
        return new Unread(what, e.getCode() + ": " + Refusal.words(e), consequence);
    }
}
