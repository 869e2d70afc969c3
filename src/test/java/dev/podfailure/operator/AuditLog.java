package dev.podfailure.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.failure.PodAnnotations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API server itself says about who wrote what. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /** Accepted patches of {@code pods/status} by this user: how many for each namespace/pod. */
    Map<String, Long> acceptedCommits(String user) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(AuditLog::parse)
                    .filter(entry -> user.equals(entry.at("/user/username").asText()))
                    .filter(entry -> "patch".equals(entry.path("verb").asText()))
                    .filter(entry ->
                            "pods".equals(entry.at("/objectRef/resource").asText()))
                    .filter(entry ->
                            "status".equals(entry.at("/objectRef/subresource").asText()))
                    .filter(entry ->
                            "ResponseComplete".equals(entry.path("stage").asText()))
                    .filter(entry -> entry.at("/responseStatus/code").asInt() == 200)
                    .collect(Collectors.groupingBy(
                            entry -> entry.at("/objectRef/namespace").asText() + "/"
                                    + entry.at("/objectRef/name").asText(),
                            Collectors.counting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many objects of this resource the operator has asked the API server to create. */
    long creations(String resource) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(AuditLog::parse)
                    .filter(entry -> RunningOperator.USER.equals(
                            entry.at("/user/username").asText()))
                    .filter(entry -> "create".equals(entry.path("verb").asText()))
                    .filter(entry ->
                            resource.equals(entry.at("/objectRef/resource").asText()))
                    .filter(entry ->
                            "ResponseComplete".equals(entry.path("stage").asText()))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepted patches of {@code pods/status} by the operator in this namespace: how many for each pod. */
    Map<String, Long> acceptedCommitsIn(String namespace) {
        return acceptedCommits(RunningOperator.USER).entrySet().stream()
                .filter(commits -> commits.getKey().startsWith(namespace + "/"))
                .collect(Collectors.toMap(
                        commits -> commits.getKey().substring(namespace.length() + 1), Map.Entry::getValue));
    }

    /**
     * A record that the API server was asked to write.
     *
     * @param pod name of the pod
     * @param uid of the pod
     * @param at when the API server was done
     * @param category what was written
     * @param generation of the rule set; 0 if the default applied
     * @param committedBy who wrote it
     * @param classifiedAt when it was decided
     * @param code what the API server answered. 200 means accepted; an error need not mean that nothing was written: the API
     *     server answers so when its client, or etcd, is gone by the time that the write is through.
     */
    record Commit(
            String pod,
            String uid,
            Instant at,
            String category,
            long generation,
            String committedBy,
            Instant classifiedAt,
            int code) {
        boolean isAccepted() {
            return code == 200;
        }
    }

    /** Every record that somebody sent for a pod of this namespace, in the order of the log. */
    List<Commit> commits(String namespace) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains("/status?fieldManager=podfailure"))
                    .map(AuditLog::parse)
                    .filter(entry ->
                            namespace.equals(entry.at("/objectRef/namespace").asText())
                                    && entry.at("/requestObject/metadata/uid").isTextual())
                    .map(AuditLog::commit)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Commit commit(JsonNode entry) {
        JsonNode metadata = entry.at("/requestObject/metadata");
        JsonNode annotations = metadata.path("annotations");
        String generation =
                annotations.path(PodAnnotations.PREFIX + "rule-generation").asText("");
        return new Commit(
                entry.at("/objectRef/name").asText(),
                metadata.path("uid").asText(),
                Instant.parse(entry.path("stageTimestamp").asText()),
                annotations.path(PodAnnotations.PREFIX + "category").asText(),
                generation.contains("/") ? Long.parseLong(generation.substring(generation.indexOf('/') + 1)) : 0,
                annotations.path(PodAnnotations.PREFIX + "committed-by").asText(),
                Instant.parse(annotations
                        .path(PodAnnotations.PREFIX + "classified-at")
                        .asText()),
                entry.at("/responseStatus/code").asInt());
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            // The last line may be half written.
            return JSON.nullNode();
        }
    }
}
