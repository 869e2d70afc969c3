package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.crd.Examples.Expectation;
import dev.podfailure.rules.CompiledRuleSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    static List<RuleSetFile> files() {
        return Examples.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void compilesWithoutAWord(RuleSetFile file) {
        CompiledRuleSet compiled = Examples.compile(file);

        assertThat(compiled.accepted()).isTrue();
        assertThat(compiled.problems()).isEmpty();
        assertThat(compiled.warnings()).isEmpty();
    }

    static List<DocumentedExample> documented() {
        return DocumentedExample.all();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void theCompilerTakesWhatTheDocumentationShows(DocumentedExample example) {
        CompiledRuleSet compiled = Examples.compile(example.ruleSet());

        assertThat(compiled.accepted()).isTrue();
        assertThat(compiled.problems()).isEmpty();
        assertThat(compiled.warnings()).isEmpty();
    }

    static List<String> fields() {
        return SchemaNode.part("spec")
                .tree()
                .map(SchemaNode::path)
                .filter(path -> path.matches("spec\\..*\\w"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void theDocumentationShowsEveryField(String path) {
        String field = path.substring(path.lastIndexOf('.') + 1);

        assertThat(documented().stream().map(DocumentedExample::yaml))
                .anySatisfy(yaml -> assertThat(yaml).containsPattern("[ {-]" + field + ":"));
    }

    @Test
    void theKustomizationHasEveryExampleAndNothingElse() throws IOException {
        JsonNode kustomization = Serialization.unmarshal(
                Files.readString(RuleSetFile.EXAMPLES.resolve("kustomization.yaml")), JsonNode.class);
        List<String> resources = StreamSupport.stream(
                        kustomization.path("resources").spliterator(), false)
                .map(JsonNode::asText)
                .toList();

        assertThat(resources)
                .contains("namespace-batch.yaml")
                .containsAll(files().stream().map(RuleSetFile::toString).toList())
                .hasSize(1 + files().size());
    }

    static Set<Map.Entry<String, Expectation>> expectations() {
        return Examples.expectations().entrySet();
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void theDemoExpectsWhatSomeRuleOrTheDefaultGives(Map.Entry<String, Expectation> expected) {
        assertThat(files().stream().flatMap(file -> Examples.answers(file).stream()))
                .contains(expected.getValue());
    }
}
