package dev.podfailure.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.monitoring.Dashboard.Query;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboard as Grafana reads it. What its queries answer is held by {@code MonitoringIT}. */
class DashboardTest {
    private static final Dashboard DASHBOARD = Dashboard.read();

    static List<Query> queries() {
        return DASHBOARD.queries();
    }

    @Test
    void everyPanelHasATitleOfItsOwnAndSaysWhatItShows() {
        assertThat(DASHBOARD.panels())
                .extracting(panel -> panel.path("title").asText())
                .doesNotHaveDuplicates();
        assertThat(DASHBOARD.panels())
                .allSatisfy(panel -> assertThat(panel.path("description").asText())
                        .as(panel.path("title").asText())
                        .isNotBlank());
    }

    @Test
    void everyPanelHasANumberOfItsOwn() {
        assertThat(DASHBOARD.json().path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
    }

    @Test
    void noPanelLiesOverAnother() {
        List<JsonNode> places = DASHBOARD.json().path("panels").findValues("gridPos");
        for (int i = 0; i < places.size(); i++) {
            JsonNode one = places.get(i);
            assertThat(one.path("x").asInt() + one.path("w").asInt()).isLessThanOrEqualTo(24);
            assertThat(places.subList(0, i)).noneMatch(other -> overlap(one, other));
        }
    }

    @Test
    void theDataSourceIsAVariable() {
        assertThat(DASHBOARD.json().findValues("datasource"))
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everySelectorIsOfTheChosenOperator(Query query) {
        assertThat(new PromQuery(query.text()).selectors())
                .isNotEmpty()
                .allSatisfy(
                        selector -> assertThat(selector.text()).contains("namespace=~\"$namespace\"", "job=~\"$job\""));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void namesNoMetricAndNoLabelThatIsNotDocumented(Query query) {
        Map<String, Set<String>> exported = DocumentedMetrics.labels();

        assertThat(query.filled(DASHBOARD.placeholders()).selectors())
                .filteredOn(selector -> selector.metric().startsWith("podfailure_"))
                .allSatisfy(selector -> {
                    String family = selector.metric().replaceFirst("_(bucket|count|sum)$", "");
                    assertThat(exported).containsKey(family);
                    assertThat(selector.labels()).isSubsetOf(exported.get(family));
                });
    }

    /** A person who did not install the rules shall see the same. */
    @ParameterizedTest
    @MethodSource("queries")
    void needsNoRecordingRule(Query query) {
        assertThat(new PromQuery(query.text()).selectors())
                .noneMatch(selector -> selector.metric().contains(":"));
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String from, String length) {
        int first = one.path(from).asInt();
        int second = other.path(from).asInt();
        return first < second + other.path(length).asInt()
                && second < first + one.path(length).asInt();
    }
}
