package dev.podfailure.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A trimmed pod as it is kept in memory: its JSON, compressed. The client's objects take ten times as much, most of it for
 * empty lists and maps; the cluster of somebody who never cleans up has failed pods by the hundred thousand.
 */
final class PackedPod {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    /** What nearly every trimmed pod says; what it has in common with this costs next to nothing. */
    private static final byte[] DICTIONARY = """
            {"reason":"Evicted","message":"The node was low on resource: memory."\
            {"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{\
            "podfailure.dev/category":"application","podfailure.dev/classified-at":"2026-01-01T00:00:00.000Z",\
            "podfailure.dev/committed-by":"podfailure-","podfailure.dev/event-id":"-5","podfailure.dev/evidence":\
            "onExitCodes container=main exitCode=1","podfailure.dev/hint":"","podfailure.dev/responsible":"user",\
            "podfailure.dev/retry":"Worthwhile","podfailure.dev/revision":"0","podfailure.dev/rule":"podfailure-system/",\
            "podfailure.dev/rule-generation":"-4","podfailure.dev/subcategory":"","podfailure.dev/backlog":"true"},\
            "creationTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30,"deletionTimestamp":\
            "2026-01-01T00:00:00Z","labels":{"app":"","app.kubernetes.io/name":"","batch.kubernetes.io/controller-uid":"",\
            "batch.kubernetes.io/job-name":"","controller-uid":"","job-name":"","pod-template-hash":""},"name":"",\
            "namespace":"default","ownerReferences":[{"apiVersion":"batch/v1","blockOwnerDeletion":true,"controller":true,\
            "kind":"Job","name":"","uid":""},{"apiVersion":"apps/v1","kind":"ReplicaSet"}],"resourceVersion":"1","uid":""},\
            "spec":{"activeDeadlineSeconds":600,"containers":[{"name":"main"}],"initContainers":[{"name":"init",\
            "restartPolicy":"Always"}],"nodeName":"","restartPolicy":"Never","terminationGracePeriodSeconds":30},\
            "status":{"conditions":[{"lastProbeTime":null,"lastTransitionTime":"2026-01-01T00:00:00Z","message":\
            "containers with unready status: [main]","reason":"ContainersNotReady","status":"False","type":\
            "PodReadyToStartContainers"},{"reason":"PodFailed","status":"True","type":"Initialized"},{"type":"Ready"},\
            {"type":"ContainersReady"},{"type":"PodScheduled"},{"reason":"PreemptionByScheduler","type":"DisruptionTarget"}],\
            "containerStatuses":[{"image":"registry.k8s.io/","lastState":{},"name":"main","restartCount":0,"state":{\
            "terminated":{"containerID":"containerd://","exitCode":1,"finishedAt":"2026-01-01T00:00:00Z","message":"",\
            "reason":"Error","startedAt":"2026-01-01T00:00:00Z"}}}],"hostIP":"10.0.0.1","initContainerStatuses":[],\
            "phase":"Failed","qosClass":"Burstable","startTime":"2026-01-01T00:00:00Z"}}""".getBytes(UTF_8);

    private final byte[] compressed;
    private final int length;
    private final String uid;
    private final String resourceVersion;

    private PackedPod(byte[] compressed, int length, Pod pod) {
        this.compressed = compressed;
        this.length = length;
        this.uid = String.valueOf(pod.getMetadata().getUid());
        this.resourceVersion = String.valueOf(pod.getMetadata().getResourceVersion());
    }

    /** Packs a trimmed pod. */
    static PackedPod of(Pod pod) {
        byte[] json = JSON.asJson(pod).getBytes(UTF_8);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(json);
            deflater.finish();
            // What cannot be compressed grows by a few bytes in each block of some thousand.
            byte[] buffer = new byte[json.length + json.length / 1_000 + 64];
            int size = deflater.deflate(buffer);
            if (!deflater.finished()) {
                throw new IllegalStateException(json.length + " bytes of a pod became more than " + buffer.length);
            }
            return new PackedPod(Arrays.copyOf(buffer, size), json.length, pod);
        } finally {
            deflater.end();
        }
    }

    /** A new pod, equal to the one that was packed. */
    Pod unpack() {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(compressed);
            byte[] json = new byte[length];
            int done = 0;
            while (done < length) {
                int more = inflater.inflate(json, done, length - done);
                if (more == 0) {
                    throw new IllegalStateException("a packed pod ends after " + done + " of " + length + " bytes");
                }
                done += more;
            }
            return JSON.unmarshal(new String(json, UTF_8), Pod.class);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a packed pod cannot be read", e);
        } finally {
            inflater.end();
        }
    }

    /** Whether this is that version of that pod. */
    boolean isVersion(Pod pod) {
        return uid.equals(pod.getMetadata().getUid())
                && resourceVersion.equals(pod.getMetadata().getResourceVersion());
    }
}
