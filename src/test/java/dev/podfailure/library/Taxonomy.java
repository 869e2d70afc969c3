package dev.podfailure.library;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One entry of {@code taxonomy.yaml}.
 *
 * @param category first level
 * @param subcategory second level
 * @param whose whose problem it is
 * @param retry whether it helps to try again
 * @param hint what to do
 */
record Taxonomy(String category, String subcategory, String whose, String retry, String hint) {

    static List<Taxonomy> entries() {
        return Library.elements(Library.yaml(Library.FOLDER.resolve("taxonomy.yaml")))
                .map(entry -> new Taxonomy(
                        entry.path("category").asText(),
                        entry.path("subcategory").asText(),
                        entry.path("whose").asText(),
                        entry.path("retry").asText(),
                        entry.path("hint").asText()))
                .toList();
    }

    static Map<String, Taxonomy> byPair() {
        return entries().stream().collect(Collectors.toMap(Taxonomy::pair, Function.identity()));
    }

    String pair() {
        return category + "/" + subcategory;
    }

    @Override
    public String toString() {
        return pair();
    }
}
