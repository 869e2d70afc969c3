package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedProcessTest {
    private static final List<String> SLEEPER = List.of("sh", "-c", "echo $$; exec sleep 600");
    private static final Path NO_FOLDER = Path.of("");

    @TempDir
    private Path folder;

    private Path log = NO_FOLDER;

    @BeforeEach
    void nameLog() {
        log = folder.resolve("log");
    }

    @Test
    void stopEndsTheChild() {
        WatchedProcess process = WatchedProcess.start("sleeper", SLEEPER, Map.of(), log, NO_FOLDER);
        ProcessHandle child = awaitChild(log);

        process.stop();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void killEndsAChildThatIgnoresTerm() {
        List<String> stubborn = List.of("sh", "-c", "trap '' TERM; echo $$; while :; do sleep 1; done");
        WatchedProcess process = WatchedProcess.start("stubborn", stubborn, Map.of(), log, NO_FOLDER);
        ProcessHandle child = awaitChild(log);

        process.kill();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void givesTheExitCodeOfTheChild() {
        WatchedProcess process =
                WatchedProcess.start("failing", List.of("sh", "-c", "exit 7"), Map.of(), log, NO_FOLDER);

        assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(process.exitCode()).isEqualTo(7);
    }

    @Test
    void keepsWhatTheChildPrints() {
        WatchedProcess process = WatchedProcess.start(
                "printing", List.of("sh", "-c", "echo out; echo $WORD >&2"), Map.of("WORD", "err"), log, NO_FOLDER);
        process.awaitEnd(Duration.ofSeconds(10));

        assertThat(process.logTail()).isEqualTo("out\nerr");
    }

    @Test
    void aProgramThatIsNotThereIsAnExitCodeAndALine() {
        WatchedProcess process = WatchedProcess.start("missing", List.of("/nowhere/program"), Map.of(), log, NO_FOLDER);
        process.awaitEnd(Duration.ofSeconds(10));

        assertThat(process.exitCode()).isEqualTo(127);
        assertThat(process.logTail()).contains("/nowhere/program");
    }

    @Test
    void theChildAndItsFolderGoWhenTheJvmIsKilled() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        log.toString(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jvm.log").toFile())
                .start();
        ProcessHandle child = awaitChild(log);
        assertThat(child.isAlive()).isTrue();

        jvm.destroyForcibly();

        await().untilAsserted(() -> assertThat(child.isAlive()).isFalse());
        await().untilAsserted(() -> assertThat(data).doesNotExist());
    }

    @Test
    void anOutputThatCannotBeWrittenIsAClearException() {
        Path nowhere = folder.resolve("no-such-folder").resolve("log");

        assertThatThrownBy(() -> WatchedProcess.start("lost", SLEEPER, Map.of(), nowhere, NO_FOLDER))
                .hasMessageContaining("lost cannot be started");
    }

    /** The JVM that gets killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            WatchedProcess.start("sleeper", SLEEPER, Map.of(), Path.of(args[0]), Path.of(args[1]))
                    .awaitEnd(Duration.ofMinutes(10));
        }
    }

    /** The child prints its process id first. */
    private static ProcessHandle awaitChild(Path log) {
        return await().ignoreExceptions()
                .until(
                        () -> ProcessHandle.of(
                                Long.parseLong(Files.readString(log).strip())),
                        Optional::isPresent)
                .orElseThrow();
    }
}
