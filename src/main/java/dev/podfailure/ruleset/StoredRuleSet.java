package dev.podfailure.ruleset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.rules.RuleSetSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a stored object says, whatever is missing in it. */
public final class StoredRuleSet {
    private StoredRuleSet() {}

    static RuleSetKey key(HasMetadata stored) {
        return new RuleSetKey(
                stored.getMetadata().getNamespace(), stored.getMetadata().getName());
    }

    /** The rule set as the compiler takes it. */
    public static RuleSetSource source(FailureCategoryRuleSet stored) {
        ObjectMeta metadata = stored.getMetadata();
        return new RuleSetSource(
                metadata.getNamespace(),
                metadata.getName(),
                Objects.requireNonNullElse(metadata.getUid(), ""),
                generation(stored),
                time(metadata.getCreationTimestamp()),
                Objects.requireNonNullElse(stored.getSpec(), NullNode.getInstance()));
    }

    /** Entries of {@code spec.rules}, readable or not. */
    static int numberOfRules(RuleSetSource source) {
        JsonNode rules = source.spec().path("rules");
        return rules.isArray() ? rules.size() : 0;
    }

    static long generation(HasMetadata stored) {
        return Objects.requireNonNullElse(stored.getMetadata().getGeneration(), 0L);
    }

    static JsonNode status(FailureCategoryRuleSet stored) {
        return Objects.requireNonNullElse(stored.getStatus(), NullNode.getInstance());
    }

    /** A copy with what the status writer needs. The rules themselves can be a megabyte. */
    static FailureCategoryRuleSet withoutSpec(FailureCategoryRuleSet stored) {
        ObjectMeta metadata = stored.getMetadata();
        FailureCategoryRuleSet copy = new FailureCategoryRuleSet();
        copy.setMetadata(new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withGeneration(metadata.getGeneration())
                .withResourceVersion(metadata.getResourceVersion())
                .withDeletionTimestamp(metadata.getDeletionTimestamp())
                .build());
        copy.setStatus(stored.getStatus());
        return copy;
    }

    private static Instant time(@Nullable String timestamp) {
        try {
            return timestamp == null ? Instant.EPOCH : Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
