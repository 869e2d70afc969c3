package dev.podfailure.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.pod.AskedPod;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleBook;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/writing-rules.md} shows does what it says. */
class TutorialTest {
    private static final Map<String, JsonNode> FILES = Tutorial.files();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    private static final CompiledRuleSet RULES = Library.compile(file("rules/importer.yaml"));
    private static final Pod POD = MODEL.convertValue(file("pods/feed-incomplete.yaml"), Pod.class);

    @Test
    void everyBlockOfYamlIsAFile() {
        assertThat(Tutorial.page().split("```yaml", -1)).hasSize(FILES.size() + 1);
    }

    @Test
    void theLibraryAloneKnowsNoMoreThanAnExitCode() {
        AskedPod.Answer answer = AskedPod.ask(Library.book(), List.of(POD), List.of());

        assertThat(answer.category() + "/" + answer.subcategory()).isEqualTo("application/exit-code");
        assertThat(answer.rule()).isEqualTo("podfailure-system/library-90-exit-codes/error-exit");
        assertThat(Tutorial.page()).contains(answer.rule());
    }

    @Test
    void theRuleSetCompilesWithoutAWord() {
        assertThat(RULES.accepted()).isTrue();
        assertThat(RULES.problems()).isEmpty();
        assertThat(RULES.warnings()).isEmpty();
    }

    @Test
    void theRuleWinsOverTheLibrary() {
        RuleBook both = RuleBook.of(
                Stream.concat(Stream.of(RULES), Library.files().stream().map(Library::compile))
                        .toList());

        assertThat(AskedPod.ask(both, List.of(POD), List.of()).rule()).isEqualTo("imports/importer/feed-incomplete");
    }

    static List<JsonNode> cases() {
        return Library.elements(file("tests/importer.yaml").path("cases")).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTestsPass(JsonNode each) {
        Pod pod = each.has("podFile") ? POD : MODEL.convertValue(each.path("pod"), Pod.class);
        JsonNode expected = each.path("expect");

        AskedPod.Answer answer = AskedPod.ask(RuleBook.of(List.of(RULES)), List.of(pod), List.of());

        assertThat(answer.outcome()).isEqualTo(expected.path("outcome").asText());
        assertThat(answer.rule()).isEqualTo(expected.path("rule").asText());
    }

    @Test
    void theJobKeepsTheEndOfItsLog() {
        Job job = MODEL.convertValue(file("pod-template"), Job.class);

        assertThat(job.getSpec().getTemplate().getSpec().getContainers())
                .hasSize(1)
                .allSatisfy(container ->
                        assertThat(container.getTerminationMessagePolicy()).isEqualTo("FallbackToLogsOnError"));
    }

    @Test
    void thePipelineLintsAndTests() {
        JsonNode steps = file(".github/workflows/rules.yaml").at("/jobs/rules/steps");

        assertThat(Library.elements(steps).map(step -> step.path("run").asText()))
                .anyMatch(run -> run.contains(" lint --strict rules"))
                .anyMatch(run -> run.contains(" test tests/*.yaml"));
    }

    private static JsonNode file(String name) {
        JsonNode content = FILES.get(name);
        if (content == null) {
            throw new AssertionError("docs/writing-rules.md shows no " + name);
        }
        return content;
    }
}
