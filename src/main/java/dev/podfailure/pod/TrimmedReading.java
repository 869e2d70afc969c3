package dev.podfailure.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Reads answers of the API server such that every pod is trimmed as soon as it is read. JOSDK holds back what an informer
 * delivers until its first listing is complete, so all pods that have failed wait in memory at the same time; trimmed, they
 * are a fraction of what was sent.
 */
public final class TrimmedReading {
    private TrimmedReading() {}

    /** For a client that watches, and writes neither pods nor other objects as a whole. */
    public static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper()
                .addMixIn(Pod.class, TrimmedPod.class)
                .addMixIn(ObjectMeta.class, Metadata.class)
                .addMixIn(PodSpec.class, Spec.class)
                .addMixIn(Container.class, ContainerOfPod.class);
        return new KubernetesSerialization(mapper, true);
    }

    /** Replaces the annotation of the class, which says that it is read in the usual way. */
    @JsonDeserialize(converter = Trim.class)
    private interface TrimmedPod {}

    /** Not even parsed, as the properties of the two below: most of a pod's text. */
    @JsonIgnoreProperties("managedFields")
    private interface Metadata {}

    @JsonIgnoreProperties({
        "affinity",
        "dnsConfig",
        "securityContext",
        "tolerations",
        "topologySpreadConstraints",
        "volumes"
    })
    private interface Spec {}

    @JsonIgnoreProperties({
        "args",
        "command",
        "env",
        "envFrom",
        "lifecycle",
        "livenessProbe",
        "ports",
        "readinessProbe",
        "securityContext",
        "startupProbe",
        "volumeDevices",
        "volumeMounts"
    })
    private interface ContainerOfPod {}

    private static final class Trim extends StdConverter<Pod, Pod> {
        @Override
        public Pod convert(Pod pod) {
            return PodTrimmer.trim(pod);
        }
    }
}
