package dev.podfailure.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import dev.podfailure.rules.text.AnalysedPattern;
import dev.podfailure.rules.text.TextIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The patterns and texts of one input file, by the field that they belong to.
 *
 * @param pods how many pods the texts belong to
 */
record BenchInput(List<Field> fields, int pods) {
    /** Patterns for one field of a pod, and what all pods have there. */
    record Field(List<Pattern> patterns, List<String> texts) {
        TextIndex index() {
            return TextIndex.of(patterns.stream().map(AnalysedPattern::of).toList());
        }
    }

    static BenchInput read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                BenchInput.class.getResourceAsStream("/bench/" + name + ".json"), "no such input: " + name)) {
            JsonNode input = new ObjectMapper().readTree(in);
            JsonNode cases = input.get("cases");
            List<Field> fields = List.of(
                    new Field(patterns(input, "onTerminationMessage", "pattern"), terminationMessages(cases)),
                    new Field(patterns(input, "onPodError", "pattern"), texts(cases.findValues("podError"))),
                    new Field(patterns(input, "onPodEvents", "regexp"), eventMessages(cases)));
            return new BenchInput(fields, cases.size());
        }
    }

    private static List<Pattern> patterns(JsonNode input, String matcher, String property) {
        return input.get("config").findValues(matcher).stream()
                .map(found -> Pattern.compile(found.get(property).asText()))
                .toList();
    }

    private static List<String> terminationMessages(JsonNode cases) {
        List<JsonNode> messages = new ArrayList<>();
        for (JsonNode terminated : cases.findValues("terminated")) {
            if (terminated.get("exitCode").asInt() != 0 && terminated.has("message")) {
                messages.add(terminated.get("message"));
            }
        }
        return texts(messages);
    }

    private static List<String> eventMessages(JsonNode cases) {
        List<JsonNode> messages = new ArrayList<>();
        cases.findValues("events").forEach(events -> messages.addAll(events.findValues("message")));
        return texts(messages);
    }

    private static List<String> texts(List<JsonNode> nodes) {
        return nodes.stream()
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
