package dev.podfailure.desk;

import dev.podfailure.failure.EscapedText;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** The API server's own words. */
public final class Refusal {
    private static final int MAX_CHARACTERS = 500;

    private Refusal() {}

    /** What the API server said, in one line: the client's exception wraps it in words of its own. */
    public static String words(KubernetesClientException e) {
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        return EscapedText.of(said == null || said.isBlank() ? String.valueOf(e.getMessage()) : said, MAX_CHARACTERS);
    }
}
