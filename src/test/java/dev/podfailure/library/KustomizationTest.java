package dev.podfailure.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the files of the library lie. */
class KustomizationTest {
    @Test
    void namesEveryRuleSetInTheOrderInWhichTheyAreAsked() {
        JsonNode kustomization = Library.yaml(Library.FOLDER.resolve("kustomization.yaml"));

        assertThat(Library.elements(kustomization.path("resources")).map(JsonNode::asText))
                .containsExactlyElementsOf(Library.files().stream()
                        .map(Path::getFileName)
                        .map(Path::toString)
                        .toList());
    }

    static List<Path> files() {
        return Library.files();
    }

    /** The names of the sets decide their order, for all have one priority. */
    @ParameterizedTest
    @MethodSource("files")
    void aRuleSetIsCalledLikeItsFile(Path file) {
        JsonNode set = Library.yaml(file);

        assertThat("library-" + file.getFileName())
                .isEqualTo(set.at("/metadata/name").asText() + ".yaml");
        assertThat(set.at("/metadata/namespace").asText()).isEqualTo("podfailure-system");
        assertThat(set.at("/spec/priority").asInt()).isEqualTo(-500);
    }
}
