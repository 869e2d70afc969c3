package dev.podfailure.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.recorder.KubernetesEvent.Regarding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesEventTest {

    @Test
    void theSameHappeningHasTheSameName() {
        assertThat(event("a", "uid", "0", "note").name())
                .isEqualTo(event("a", "uid", "0", "another").name())
                .startsWith("a.");
    }

    @Test
    void anythingElseHasAnotherName() {
        assertThat(event("a", "uid", "0", "").name())
                .isNotEqualTo(event("a", "uid", "1", "").name())
                .isNotEqualTo(event("a", "other", "0", "").name());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 199, 200, 201, 253})
    void namesAreWhatTheApiServerTakes(int length) {
        String name = "a.".repeat(127).substring(0, length - 1) + "b";

        assertThat(event(name, "uid", "0", "").name())
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
                .hasSizeLessThan(254);
    }

    @Test
    void aNoteIsCutAtTheLimitOfTheApiServer() {
        String note = event("a", "uid", "0", "\u00e4".repeat(2_000)).note();

        assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_020, 1_024);
        assertThat(note).endsWith("...");
    }

    @Test
    void aNoteHasNoControlCharacters() {
        assertThat(event("a", "uid", "0", "\u001b[31mred\n").note()).isEqualTo("\\u001b[31mred\\n");
    }

    private static KubernetesEvent event(String name, String uid, String happening, String note) {
        return KubernetesEvent.of(
                new Regarding("v1", "Pod", "batch", name, uid),
                happening,
                KubernetesEvent.Type.Warning,
                "Failed",
                "Look",
                note);
    }
}
