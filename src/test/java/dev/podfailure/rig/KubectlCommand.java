package dev.podfailure.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * kubectl as one user.
 *
 * @param program the command and its first arguments
 * @param kubeconfig the user and the cluster
 */
record KubectlCommand(List<String> program, Path kubeconfig) {

    KubectlResult run(String stdin, List<String> arguments) {
        List<String> command = new ArrayList<>(program);
        command.add("--kubeconfig=" + kubeconfig);
        command.addAll(arguments);
        Path errors = null;
        try {
            errors = Files.createTempFile("kubectl", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (var pipe = process.getOutputStream()) {
                pipe.write(stdin.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new KubectlResult(arguments, process.waitFor(), output, Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException("kubectl cannot be run: " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        } finally {
            Folders.delete(errors);
        }
    }
}
