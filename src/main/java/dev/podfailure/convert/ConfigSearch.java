package dev.podfailure.convert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds {@code errorCategories} in a configuration, however deep: in a file of the executor or in values of a chart. */
final class ConfigSearch {
    private static final String KEY = "errorCategories";

    private final List<Found> found = new ArrayList<>();
    private final List<Found> hidden = new ArrayList<>();

    /** A value and the document that it stands in. */
    record Found(FoundObject document, String path, JsonNode value) {}

    private ConfigSearch() {}

    /**
     * The only one there is.
     *
     * @throws InvalidInputException if there is none, or more than one
     */
    static Found in(String file, List<FoundObject> documents) {
        ConfigSearch search = new ConfigSearch();
        documents.forEach(document -> search.visit(document, "", document.value()));
        if (search.found.isEmpty() && documents.size() == 1) {
            // The content alone, as it stands in an include.
            FoundObject only = documents.getFirst();
            if (only.value().path("categories").isArray()) {
                return new Found(only, "", only.value());
            }
        }
        return search.only(file);
    }

    private Found only(String file) {
        if (found.size() == 1) {
            return found.getFirst();
        }
        Optional<Found> text = hidden.stream().findFirst();
        if (found.isEmpty() && text.isPresent()) {
            throw new InvalidInputException(
                    text.get().document().placeOf(text.get().path()),
                    KEY + " stands inside a text here: give that text as a file of its own");
        }
        if (found.isEmpty()) {
            throw new InvalidInputException(file, "there is no " + KEY + " in this");
        }
        Found second = found.get(1);
        throw new InvalidInputException(
                second.document().placeOf(second.path()),
                "there is a second " + KEY + " here; the first is at "
                        + found.getFirst().document().placeOf(found.getFirst().path()));
    }

    private void visit(FoundObject document, String path, JsonNode value) {
        if (value.isTextual() && value.asText().contains(KEY + ":")) {
            hidden.add(new Found(document, path, value));
        }
        value.properties().forEach(field -> {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (KEY.equalsIgnoreCase(field.getKey())) {
                found.add(new Found(document, below, field.getValue()));
            } else {
                visit(document, below, field.getValue());
            }
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            visit(document, path + "[" + i + "]", value.get(i));
        }
    }
}
