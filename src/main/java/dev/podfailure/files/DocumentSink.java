package dev.podfailure.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Takes what a reader finds, as it finds it: a list of a hundred thousand pods is never in memory as a whole. */
interface DocumentSink {
    /** An element of the {@code items} of a document that is not read to its end yet. */
    void element(JsonNode value, Place place, Map<String, Place> places);

    /**
     * The end of a document.
     *
     * @param document without its {@code items}
     * @param isList whether it had any
     */
    void document(JsonNode document, boolean isList, Place place, Map<String, Place> places);
}
