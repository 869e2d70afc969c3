package dev.podfailure.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * The custom resource as the API server stores it.
 *
 * <p>Spec and status are kept as JSON, not as {@link RuleSetSpec} and {@link RuleSetStatus}: an informer drops its watch
 * when one object cannot be decoded, and an object stored under another version of the CRD may hold any type anywhere.
 * The rule compiler decodes the spec and reports what it cannot read.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@Group(FailureCategoryRuleSet.GROUP)
@Version(FailureCategoryRuleSet.VERSION)
@Kind("FailureCategoryRuleSet")
@Singular("failurecategoryruleset")
@Plural(FailureCategoryRuleSet.PLURAL)
@ShortNames("fcrs")
public final class FailureCategoryRuleSet extends CustomResource<JsonNode, JsonNode> implements Namespaced {
    public static final String GROUP = "podfailure.dev";
    public static final String VERSION = "v1alpha1";
    public static final String PLURAL = "failurecategoryrulesets";

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable JsonNode initSpec() {
        return null;
    }

    @Override
    protected @Nullable JsonNode initStatus() {
        return null;
    }
}
