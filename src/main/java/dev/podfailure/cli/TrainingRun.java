package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs commands as people run them, for a JVM that takes note of the classes: {@code bin/archive-classes} keeps these ready to
 * use. Nothing is read from a cluster: nobody listens at the address that the commands are given.
 */
final class TrainingRun {
    private static final String NOBODY = "127.0.0.1:1";
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            clusters: [{name: none, cluster: {server: 'http://%s'}}]
            contexts: [{name: none, context: {cluster: none, user: none}}]
            users: [{name: none, user: {token: none}}]
            current-context: none
            """.formatted(NOBODY);
    private static final String POD = """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "batch", "name": "a", "uid": "u"},
             "spec": {"containers": [{"name": "main", "image": "none"}]},
             "status": {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory.",
              "conditions": [{"type": "DisruptionTarget", "status": "True", "reason": "TerminationByKubelet"}],
              "containerStatuses": [{"name": "main", "state": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]}}
            """;

    private TrainingRun() {}

    public static void main(String[] args) throws IOException {
        PodfailureCommand.silenceLogs();
        Path kubeconfig = Files.writeString(Files.createTempFile("podfailure-", ".yaml"), KUBECONFIG);
        try {
            String cluster = "--kubeconfig=" + kubeconfig;
            run("--help");
            run("classify", "--library", "--pods", "-");
            run("classify", "--library", "--pods", "-", "--explain", "-o", "json");
            run("get", cluster);
            run("top", cluster);
            run("explain", "pod", "a", cluster);
            run("reclassify", "a", cluster);
            run("watch", "--address", NOBODY);
            run("completion", "bash");
            run("__complete", "--", "get", "");
        } finally {
            Files.delete(kubeconfig);
        }
    }

    private static void run(String... arguments) {
        PodfailureCommand.commandLine(Map.of(), new ByteArrayInputStream(POD.getBytes(UTF_8)))
                .setOut(new PrintWriter(Writer.nullWriter()))
                .setErr(new PrintWriter(Writer.nullWriter()))
                .execute(arguments);
    }
}
