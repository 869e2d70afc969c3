package dev.podfailure.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a program gave that ran to its end.
 *
 * @param command the program and its arguments
 * @param exitCode 0 if it worked
 * @param stdout as printed
 * @param stderr as printed
 */
public record ProgramRun(List<String> command, int exitCode, String stdout, String stderr) {
    public ProgramRun {
        command = List.copyOf(command);
    }

    /** Runs a program with a standard input and waits for its end. */
    public static ProgramRun of(String stdin, List<String> command) {
        Path errors = null;
        try {
            errors = Files.createTempFile("program", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (var pipe = process.getOutputStream()) {
                pipe.write(stdin.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // A program that needs no input may have ended already.
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProgramRun(command, process.waitFor(), output, Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
        } finally {
            Folders.delete(errors);
        }
    }

    /** The output of a program that has to work: anything but exit code 0 is an exception with what it said. */
    public String output() {
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "%s: exit code %d: %s".formatted(String.join(" ", command), exitCode, stderr.strip()));
        }
        return stdout;
    }
}
