package dev.podfailure.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A Kubernetes object in a file.
 *
 * @param place where it begins
 * @param apiVersion {@code ""} for an element of a typed list
 * @param kind never empty
 * @param value the whole object
 * @param places of its values by path, such as {@code spec.rules[3].name}; empty unless they were asked for
 */
public record FoundObject(Place place, String apiVersion, String kind, ObjectNode value, Map<String, Place> places) {
    public FoundObject {
        places = Map.copyOf(places);
    }

    /** Where the value at a path stands, or the nearest value around it that has a place. */
    public Place placeOf(String path) {
        String at = path;
        while (!at.isEmpty()) {
            Place found = places.get(at);
            if (found != null) {
                return found;
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return place;
    }
}
