package dev.podfailure.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the rule sets in {@code examples/} say of a recorded pod.
 *
 * @param category expected
 * @param subcategory expected, {@code ""} for none
 * @param rule expected, {@code ""} if the default applies or if it does not matter
 */
record Expectation(String category, String subcategory, String rule) {
    static final Path FILE = Path.of("examples", "demo-expectations.json");

    /** The expectations by name of the record, in the order of the file. */
    static Map<String, Expectation> load() {
        try {
            Map<String, Expectation> all = new LinkedHashMap<>();
            JsonNode root = new ObjectMapper().readTree(FILE.toFile());
            root.properties()
                    .forEach(entry -> all.put(
                            entry.getKey(),
                            new Expectation(
                                    entry.getValue().required("category").asText(),
                                    entry.getValue().path("subcategory").asText(),
                                    entry.getValue().path("rule").asText())));
            return all;
        } catch (IOException e) {
            throw new DemoException("cannot read " + FILE + ": " + e.getMessage());
        }
    }

    /** Whether an answer is the expected one. A rule that is not named may be any. */
    boolean accepts(Expectation answer) {
        return pair().equals(answer.pair()) && (rule.isEmpty() || rule.equals(answer.rule()));
    }

    String pair() {
        return category + "/" + subcategory;
    }
}
