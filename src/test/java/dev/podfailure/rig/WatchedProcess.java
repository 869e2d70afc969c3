package dev.podfailure.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A child process that never outlives this JVM, however the JVM ends. A shell stands between: it holds the reading end
 * of a pipe whose writing end is this JVM's, and ends the child when the pipe closes, which the kernel does for a JVM
 * that was killed, too.
 */
public final class WatchedProcess {
    /**
     * Arguments: the folder to remove if the JVM is gone, then the command. A word on the pipe is an order of a living
     * JVM; no word means that there is none any more. The trap keeps the shell alive on Ctrl-C, which a terminal sends
     * to all of them at once: the JVM goes first, and the end of its pipe gives the child an orderly stop.
     */
    private static final String WATCHDOG = """
            trap '' INT
            folder=$1; shift
            exec 3<&0
            "$@" 3<&- </dev/null &
            child=$!
            (
                order=; read -r order <&3
                if [ -z "$order" ] && [ -n "$folder" ]; then : >"$folder/orphaned"; fi
                if [ "$order" = kill ]; then kill -KILL $child; exit; fi
                kill -TERM $child
                for i in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 $child || exit; done
                kill -KILL $child
            ) >/dev/null 2>&1 &
            watcher=$!
            wait $child
            code=$?
            kill -KILL $watcher 2>/dev/null
            if [ -e "$folder/orphaned" ]; then rm -rf "$folder"; fi
            exit $code
            """;

    private static final int TAIL_LINES = 25;

    private final String name;
    private final Process shell;
    private final Path log;

    private WatchedProcess(String name, Process shell, Path log) {
        this.name = name;
        this.shell = shell;
        this.log = log;
    }

    /**
     * Starts a command.
     *
     * @param name for messages
     * @param command program and arguments
     * @param environment added to this JVM's
     * @param log file that gets everything the process prints, appended
     * @param orphanedFolder removed with the process if this JVM ends without stopping it; an empty path for none
     */
    public static WatchedProcess start(
            String name, List<String> command, Map<String, String> environment, Path log, Path orphanedFolder) {
        List<String> watched = new ArrayList<>(List.of("sh", "-c", WATCHDOG, name, orphanedFolder.toString()));
        watched.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(watched)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new WatchedProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Name of the process, for messages. */
    public String name() {
        return name;
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return shell.isAlive();
    }

    /** The exit code of a process that has ended. */
    public int exitCode() {
        return shell.exitValue();
    }

    /** Sends TERM, after 10 s KILL, and waits for the end. Returns the exit code. */
    public int stop() {
        return end("stop\n", Duration.ofSeconds(20));
    }

    /** Sends a signal by its name, such as {@code STOP}, to the command itself. */
    public void signal(String signal) {
        // The other child of the shell is its watcher, a shell too.
        List<Long> children = shell.children()
                .filter(child -> !child.info().command().orElse("").endsWith("sh"))
                .map(ProcessHandle::pid)
                .toList();
        try {
            for (long child : children) {
                new ProcessBuilder("kill", "-" + signal, Long.toString(child))
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            throw new IllegalStateException(name + " gets no signal: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for kill", e);
        }
    }

    /** Sends KILL and waits for the end. */
    public void kill() {
        end("kill\n", Duration.ofSeconds(10));
    }

    /** Waits until the process has ended by itself; false if it still runs after the given time. */
    public boolean awaitEnd(Duration patience) {
        try {
            return shell.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** The last lines that the process printed. */
    public String logTail() {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private int end(String order, Duration patience) {
        try (var pipe = shell.getOutputStream()) {
            pipe.write(order.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The process has ended already: there is nobody left to read the order.
        }
        if (!awaitEnd(patience)) {
            throw new IllegalStateException(name + " does not end, pid of its watchdog " + shell.pid());
        }
        return shell.exitValue();
    }
}
