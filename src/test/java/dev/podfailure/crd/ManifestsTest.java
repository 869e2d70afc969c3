package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code manifests/} says must agree with the rest of the project. */
class ManifestsTest {
    private static final Path FOLDER = Path.of("manifests");

    @Test
    void theKustomizationHasEveryFile() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(texts(read("kustomization.yaml").path("resources")))
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml"))
                            .toList());
        }
    }

    @Test
    void theImageHasTheVersionOfTheBuild() throws IOException {
        Matcher version = Pattern.compile("<artifactId>podfailure</artifactId>\\s*<version>(.+?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(container().path("image").asText()).isEqualTo("podfailure:" + version.group(1));
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("podfailure:" + version.group(1) + " ");
    }

    /** A policy for an account that nobody uses would bind nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"manifests/60-admission-policy.yaml", "components/protect-annotations/policy.yaml"})
    void theAdmissionPoliciesNameTheOperatorsAccount(String file) throws IOException {
        JsonNode account = read("10-service-account.yaml").path("metadata");

        assertThat(Files.readString(Path.of(file)))
                .contains("'system:serviceaccount:%s:%s'"
                        .formatted(
                                account.path("namespace").asText(),
                                account.path("name").asText()));
    }

    /** A variable that no option reads would be ignored without a word. */
    static Stream<String> options() throws IOException {
        Stream<String> arguments = texts(container().path("args")).stream()
                .filter(argument -> argument.startsWith("--"))
                .map(argument -> argument.replaceFirst("=.*", ""));
        Stream<String> variables = StreamSupport.stream(container().path("env").spliterator(), false)
                .map(variable -> variable.path("name").asText())
                .map(name -> "--"
                        + name.replaceFirst("^PODFAILURE_", "")
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'));
        return Stream.concat(arguments, variables);
    }

    @ParameterizedTest
    @MethodSource("options")
    void theOperatorHasTheOptionsItIsGiven(String option) throws IOException {
        assertThat(Files.readString(Path.of("docs", "operator.md"))).contains("| `" + option + "` |");
    }

    private static JsonNode container() throws IOException {
        return read("30-deployment.yaml").at("/spec/template/spec/containers/0");
    }

    private static JsonNode read(String file) throws IOException {
        return Serialization.unmarshal(Files.readString(FOLDER.resolve(file)), JsonNode.class);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
