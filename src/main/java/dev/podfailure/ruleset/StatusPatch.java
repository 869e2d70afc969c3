package dev.podfailure.ruleset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.RuleSetStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;

/**
 * Server-side apply, so that conditions of other writers stay. It needs an object that its CRD describes; one that an
 * older CRD let in with other types gets a merge patch instead, which looks at the status alone.
 */
final class StatusPatch implements StatusWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the API server says that the stored object is not of the types of its CRD. */
    private static final String NOT_OF_ITS_TYPE = "failed to create typed live object";

    @Override
    public void write(FailureCategoryRuleSet ruleSet, RuleSetStatus status, Context<FailureCategoryRuleSet> context) {
        try {
            context.resourceOperations().serverSideApplyPrimaryStatus(toApply(ruleSet, status));
        } catch (KubernetesClientException e) {
            if (!isNotOfItsType(e)) {
                throw e;
            }
            context.getClient()
                    .resource(ruleSet)
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            toMerge(ruleSet, status).toString());
        }
    }

    /** A fresh object with the name, the UID as a precondition, and of the status what is ours. */
    static FailureCategoryRuleSet toApply(FailureCategoryRuleSet ruleSet, RuleSetStatus status) {
        FailureCategoryRuleSet fresh = new FailureCategoryRuleSet();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(ruleSet.getMetadata().getNamespace())
                .withName(ruleSet.getMetadata().getName())
                .withUid(ruleSet.getMetadata().getUid())
                .build());
        fresh.setStatus(JSON.valueToTree(status));
        return fresh;
    }

    /** A merge patch, which replaces whole lists: it carries the others' conditions, and the version that it read. */
    static JsonNode toMerge(FailureCategoryRuleSet ruleSet, RuleSetStatus status) {
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("metadata")
                .put("uid", ruleSet.getMetadata().getUid())
                .put("resourceVersion", ruleSet.getMetadata().getResourceVersion());
        ObjectNode merged = JSON.valueToTree(status);
        ArrayNode conditions = merged.withArray("conditions");
        for (JsonNode condition : StoredRuleSet.status(ruleSet).path("conditions")) {
            if (!ObservedStatus.OWN_CONDITIONS.contains(condition.path("type").asText())) {
                conditions.add(condition);
            }
        }
        patch.set("status", merged);
        return patch;
    }

    private static boolean isNotOfItsType(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_INTERNAL_ERROR
                && e.getMessage() != null
                && e.getMessage().contains(NOT_OF_ITS_TYPE);
    }
}
