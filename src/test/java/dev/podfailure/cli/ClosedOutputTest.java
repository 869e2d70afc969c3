package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands without a cluster do when nobody reads what they print. */
class ClosedOutputTest {
    @Test
    void classifyEndsBeforeItHasReadEverything(@TempDir Path folder) throws IOException {
        Path pods = folder.resolve("pods.json");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("""
                    {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "batch", "name": "a-%d", "uid": "u-%d"},
                     "status": {"phase": "Failed", "reason": "Evicted"}}
                    """.formatted(i, i));
        }
        // Would be an error, with exit code 2, if it were read as far as this.
        Files.writeString(pods, text.append("{{{"));
        try (CommandProcess classify =
                CommandProcess.start(List.of("classify", "--library", "--pods", pods.toString(), "-o", "json"))) {
            assertThat(classify.line()).contains("\"name\":\"a-0\"");

            classify.stopReading();

            classify.assertEndsQuietly();
        }
    }

    @Test
    void helpEndsQuietly() {
        try (CommandProcess help = CommandProcess.start(List.of("classify", "--help"))) {
            help.stopReading();

            help.assertEndsQuietly();
        }
    }
}
