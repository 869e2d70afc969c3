package dev.podfailure.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The Grafana dashboard of {@code monitoring/}.
 *
 * @param json as Grafana imports it
 */
public record Dashboard(JsonNode json) {
    private static final Path FILE = Path.of("monitoring", "dashboard.json");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\$?\\w+)}}");

    /**
     * A query of a panel.
     *
     * @param panel title of the panel
     * @param text PromQL with Grafana's variables
     * @param legend names of the labels that the legend shows
     */
    public record Query(String panel, String text, List<String> legend) {
        /** The query as Grafana sends it. */
        public PromQuery filled(Map<String, String> variables) {
            return new PromQuery(fill(text, variables));
        }
    }

    /**
     * A variable whose values are those of a label.
     *
     * @param name of the variable
     * @param selector the series that have it, with Grafana's variables
     * @param label the label
     */
    public record Variable(String name, String selector, String label) {}

    public static Dashboard read() {
        try {
            return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every panel that is no row. */
    public List<JsonNode> panels() {
        return elements(json.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** Every query of every panel, and those of annotations. */
    public List<Query> queries() {
        Stream<Query> ofPanels = panels().stream()
                .flatMap(panel -> elements(panel.path("targets"))
                        .map(target -> new Query(
                                panel.path("title").asText(),
                                target.path("expr").asText(),
                                legend(target.path("legendFormat").asText()))));
        return Stream.concat(ofPanels, annotations().stream()).toList();
    }

    /** The queries of annotations: events, which may well be absent. */
    public List<Query> annotations() {
        return elements(json.at("/annotations/list"))
                .map(note -> new Query(
                        note.path("name").asText(),
                        note.path("expr").asText(),
                        legend(note.path("textFormat").asText())))
                .toList();
    }

    /** The variables that ask Prometheus, in order. */
    public List<Variable> variables() {
        return elements(json.at("/templating/list"))
                .filter(variable -> variable.path("type").asText().equals("query"))
                .map(variable -> {
                    Matcher query =
                            LABEL_VALUES.matcher(variable.at("/query/query").asText());
                    if (!query.matches()) {
                        throw new AssertionError(variable.path("name") + " is not of the form label_values(a, b)");
                    }
                    return new Variable(variable.path("name").asText(), query.group(1), query.group(2));
                })
                .toList();
    }

    /** Names of all variables, and Grafana's own. */
    public Map<String, String> placeholders() {
        Map<String, String> names =
                new TreeMap<>(Map.of("__rate_interval", "10s", "__range", "2m", "__interval", "5s"));
        elements(json.at("/templating/list"))
                .forEach(variable -> names.put(variable.path("name").asText(), ".*"));
        return names;
    }

    /** Puts values in for {@code $name}. */
    public static String fill(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, variables)));
    }

    private static String value(MatchResult found, Map<String, String> variables) {
        String value = variables.get(found.group(1));
        if (value == null) {
            throw new AssertionError("no variable " + found.group());
        }
        return value;
    }

    private static List<String> legend(String format) {
        return LEGEND.matcher(format).results().map(label -> label.group(1)).toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
