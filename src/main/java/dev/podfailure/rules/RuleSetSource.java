package dev.podfailure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One rule set as the compiler sees it.
 *
 * @param namespace {@code metadata.namespace}
 * @param name {@code metadata.name}
 * @param uid {@code metadata.uid}
 * @param generation {@code metadata.generation}
 * @param createdAt {@code metadata.creationTimestamp}
 * @param spec the spec as stored, of any shape; a missing spec is a {@code NullNode}
 */
public record RuleSetSource(
        String namespace, String name, String uid, long generation, Instant createdAt, JsonNode spec) {}
