package dev.podfailure.monitoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Debian's package {@code prometheus}, which has the server and its checker. */
final class PrometheusPackage {
    private PrometheusPackage() {}

    /** Where a program of it lies. A test that needs it fails without it: what it holds would be held by nobody. */
    static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name
                        + " is not on the PATH: apt-get install prometheus, or a release of Prometheus 2.42 or newer"));
    }
}
