package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredRuleSetTest {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static FailureCategoryRuleSet decode(String fields) {
        return SERIALIZATION.unmarshal("""
                {"apiVersion": "podfailure.dev/v1alpha1", "kind": "FailureCategoryRuleSet",
                 "metadata": {"namespace": "ns", "name": "a", "uid": "u", "generation": 3}%s}
                """.formatted(fields.replace('\'', '"')), FailureCategoryRuleSet.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", 'spec': null",
                ", 'spec': 'text'",
                ", 'spec': 7",
                ", 'spec': []",
                ", 'spec': {'priority': 'high'}",
                ", 'spec': {'rules': {'a': 1}}",
                ", 'spec': {'rules': [null, 1, 'x', {'onExitCodes': 'all'}]}",
                ", 'status': 'fine'",
                ", 'status': ['fine']",
                ", 'status': {'conditions': {'Ready': true}}",
                ", 'unheardOf': {'a': 1}"
            })
    void decodesAnyShape(String fields) {
        FailureCategoryRuleSet stored = decode(fields);

        assertThat(RuleSets.compile(StoredRuleSet.source(stored)).source().generation())
                .isEqualTo(3);
        assertThat(ObservedStatus.read(StoredRuleSet.status(stored)).ours().conditions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'text'", "{'rules': []}", "[1]"})
    void keepsTheSpecAsItIs(String spec) {
        assertThat(StoredRuleSet.source(decode(", 'spec': " + spec)).spec()).isEqualTo(RuleSets.json(spec));
    }

    @Test
    void aMissingSpecIsNull() {
        assertThat(StoredRuleSet.source(decode("")).spec()).isEqualTo(NullNode.getInstance());
    }

    @Test
    void anUnreadableCreationTimeIsLongAgo() {
        FailureCategoryRuleSet stored = decode("");
        stored.getMetadata().setCreationTimestamp("yesterday");

        assertThat(StoredRuleSet.source(stored).createdAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theCopyForTheStatusHasNoSpecAndLeavesTheOriginalAlone() {
        FailureCategoryRuleSet stored = decode(", 'spec': {'rules': []}, 'status': {'observedGeneration': 2}");

        FailureCategoryRuleSet copy = StoredRuleSet.withoutSpec(stored);

        assertThat(copy.getSpec()).isNull();
        assertThat(copy.getStatus()).isEqualTo(RuleSets.json("{'observedGeneration': 2}"));
        assertThat(stored.getSpec()).isNotNull();
    }

    @Test
    void survivesTheRoundTripThatTheSdkClonesBy() {
        FailureCategoryRuleSet stored = decode(", 'spec': 'text', 'status': 'fine'");

        FailureCategoryRuleSet clone = SERIALIZATION.clone(stored);

        assertThat(clone.getSpec()).isEqualTo(stored.getSpec());
        assertThat(clone.getStatus()).isEqualTo(stored.getStatus());
    }
}
