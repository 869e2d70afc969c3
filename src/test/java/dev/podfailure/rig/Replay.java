package dev.podfailure.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One record being played. */
final class Replay {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

    private final KubernetesClient client;
    private final Semaphore requests;
    private final PodRecord record;
    private final String namespace;
    private final String podName;
    private final Pace pace;
    private final List<ReplayStep> steps;
    private final List<Replayed.Done> done = new ArrayList<>();
    private TimeShift shift;
    private String uid = "";
    private boolean removed;

    Replay(KubernetesClient client, Semaphore requests, PodRecord record, String namespace, String podName, Pace pace) {
        this.client = client;
        this.requests = requests;
        this.record = record;
        this.namespace = namespace;
        this.podName = podName;
        this.pace = pace;
        this.steps = ReplayPlan.of(record);
        this.shift = TimeShift.between(ReplayPlan.anchor(record), expectedAnchor());
    }

    Replayed run() {
        Instant due = Instant.now();
        Instant before = steps.getFirst().at();
        for (int i = 0; i < steps.size(); i++) {
            ReplayStep step = steps.get(i);
            due = due.plus(pace.pause(Duration.between(before, step.at())));
            before = step.at();
            pauseUntil(due);
            requests.acquireUninterruptibly();
            try {
                take(step);
            } catch (RuntimeException e) {
                throw new ReplayException(
                        "record %s as %s/%s, step %d of %d (%s)"
                                .formatted(record.name(), namespace, podName, i + 1, steps.size(), describe(step)),
                        e);
            } finally {
                requests.release();
            }
            done.add(new Replayed.Done(describe(step), Instant.now()));
        }
        return new Replayed(record, namespace, podName, uid, removed, done);
    }

    /** When the deletion or the end will come, if nothing is late. */
    private Instant expectedAnchor() {
        Instant anchor = ReplayPlan.anchor(record);
        Instant due = Instant.now();
        Instant before = steps.getFirst().at();
        for (ReplayStep step : steps) {
            if (step.at().isAfter(anchor)) {
                break;
            }
            due = due.plus(pace.pause(Duration.between(before, step.at())));
            before = step.at();
        }
        return due;
    }

    private void take(ReplayStep step) {
        switch (step) {
            case ReplayStep.Create create -> create(create);
            case ReplayStep.Bind bind -> bind(bind.node());
            case ReplayStep.WriteStatus status -> writeStatus(status.status());
            case ReplayStep.Delete delete -> delete(delete);
            case ReplayStep.Remove remove -> remove();
            case ReplayStep.PostEvent post -> postEvent(post.event(), post.index());
            case ReplayStep.RepeatEvent repeat -> repeatEvent(repeat.event(), repeat.index());
        }
    }

    private void create(ReplayStep.Create step) {
        ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("name", podName).put("namespace", namespace);
        for (String field : List.of("labels", "annotations", "ownerReferences")) {
            if (record.metadata().has(field)) {
                metadata.set(field, record.metadata().get(field));
            }
        }
        ObjectNode spec = record.spec().deepCopy();
        // Not that of a scheduler that may be running: this pod is bound by the record.
        spec.put("schedulerName", "replayed");
        if (!step.placed()) {
            spec.remove("nodeName");
        }
        pod.set("spec", spec);
        Pod wanted = client.getKubernetesSerialization().convertValue(pod, Pod.class);
        uid = client.resource(wanted).create().getMetadata().getUid();
    }

    private void bind(String node) {
        ObjectNode binding = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Binding");
        binding.putObject("metadata").put("name", podName).put("namespace", namespace);
        binding.putObject("target").put("apiVersion", "v1").put("kind", "Node").put("name", node);
        client.raw(podPath() + "/binding", "POST", binding);
    }

    /** Replaces the whole status and nothing else: what others wrote to the metadata stays. */
    private void writeStatus(JsonNode status) {
        ObjectNode replacement = JSON.createObjectNode().put("op", "replace").put("path", "/status");
        replacement.set("value", shift.apply(status));
        client.pods()
                .inNamespace(namespace)
                .withName(podName)
                .subresource("status")
                .patch(JSON_PATCH, JSON.createArrayNode().add(replacement).toString());
    }

    /** The server's answer says in which second it took the request: from here on the times follow that. */
    private void delete(ReplayStep.Delete step) {
        Pod deleted = delete(step.graceSeconds());
        Instant asked =
                Instant.parse(deleted.getMetadata().getDeletionTimestamp()).minusSeconds(step.graceSeconds());
        shift = TimeShift.between(step.asked(), asked);
    }

    private void remove() {
        delete(0);
        if (client.pods().inNamespace(namespace).withName(podName).get() != null) {
            throw new IllegalStateException("the pod is still there after a deletion without grace: a finalizer?");
        }
        removed = true;
    }

    private Pod delete(long graceSeconds) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(graceSeconds)
                .withNewPreconditions()
                .withUid(uid)
                .endPreconditions()
                .build();
        String answer = client.raw(podPath(), "DELETE", options);
        return client.getKubernetesSerialization().unmarshal(answer, Pod.class);
    }

    private void postEvent(RecordedEvent event, int index) {
        ObjectNode first = eventObject(event, index);
        if (event.isRepeated()) {
            first.remove("series");
            if (first.has("count")) {
                first.put("count", 1);
                first.set("lastTimestamp", first.get("firstTimestamp"));
            }
        }
        client.raw("/api/v1/namespaces/" + namespace + "/events", "POST", first);
    }

    private void repeatEvent(RecordedEvent event, int index) {
        ObjectNode last = eventObject(event, index);
        client.raw("/api/v1/namespaces/" + namespace + "/events/" + eventName(index), "PUT", last);
    }

    private ObjectNode eventObject(RecordedEvent event, int index) {
        ObjectNode object = (ObjectNode) shift.apply(event.content());
        object.put("apiVersion", "v1").put("kind", "Event");
        object.putObject("metadata").put("name", eventName(index)).put("namespace", namespace);
        ObjectNode involved = object.putObject("involvedObject")
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("namespace", namespace)
                .put("name", podName);
        JsonNode foreignUid = object.remove("uid");
        involved.put("uid", foreignUid == null ? uid : foreignUid.asText());
        if (object.has("fieldPath")) {
            involved.set("fieldPath", object.remove("fieldPath"));
        }
        if (!object.has("eventTime")) {
            object.putObject("source")
                    .put("component", object.path("reportingComponent").asText())
                    .put("host", object.path("reportingInstance").asText());
        }
        return object;
    }

    /** Unique for the pod, as the kubelet's are: pods of one name may follow each other. */
    private String eventName(int index) {
        return "%s.%s%02x".formatted(podName, uid.substring(0, 8), index);
    }

    private String podPath() {
        return "/api/v1/namespaces/" + namespace + "/pods/" + podName;
    }

    private String describe(ReplayStep step) {
        String what =
                switch (step) {
                    case ReplayStep.Create create -> "create";
                    case ReplayStep.Bind bind -> "bind to " + bind.node();
                    case ReplayStep.WriteStatus status ->
                        "status " + status.status().path("phase").asText();
                    case ReplayStep.Delete delete -> "delete with a grace of " + delete.graceSeconds() + " s";
                    case ReplayStep.Remove remove -> "remove";
                    case ReplayStep.PostEvent post -> "event " + post.event().reason();
                    case ReplayStep.RepeatEvent repeat ->
                        "event " + repeat.event().reason() + " again";
                };
        Duration since = Duration.between(record.history().getFirst().at(), step.at());
        return "%s at +%d.%03d s".formatted(what, since.toSeconds(), since.toMillisPart());
    }

    private static void pauseUntil(Instant due) {
        try {
            long millis = Duration.between(Instant.now(), due).toMillis();
            if (millis > 0) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while replaying", e);
        }
    }
}
