package dev.podfailure.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the program of {@code controlplane/}, and has it built if Go is there. */
final class ControlPlaneBinary {
    static final String SETTING = "PODFAILURE_CONTROLPLANE";

    private static final Path BUILD = Path.of("controlplane", "build");

    private ControlPlaneBinary() {}

    /**
     * The binary: the one that the system property or the environment variable {@link #SETTING} names, else the one that
     * {@code make controlplane} made, else a new one. Empty if there is none and Go is missing.
     */
    static Optional<Path> find() {
        String named = System.getProperty(SETTING, System.getenv().getOrDefault(SETTING, ""));
        if (!named.isEmpty()) {
            return Optional.of(named(Path.of(named)));
        }
        Path built = Path.of(run(BUILD.toString(), "--path").strip());
        if (Files.isExecutable(built)) {
            return Optional.of(built);
        }
        return goIsThere() ? Optional.of(Path.of(run(BUILD.toString()).strip())) : Optional.empty();
    }

    private static Path named(Path binary) {
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException(SETTING + " names " + binary + ", which is no executable file");
        }
        return binary.toAbsolutePath();
    }

    private static boolean goIsThere() {
        try {
            return new ProcessBuilder("go", "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " failed with exit code " + process.exitValue());
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while building the control plane", e);
        }
    }
}
