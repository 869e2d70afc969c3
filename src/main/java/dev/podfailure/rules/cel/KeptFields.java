package dev.podfailure.rules.cel;

import static dev.podfailure.rules.cel.KeptField.flag;
import static dev.podfailure.rules.cel.KeptField.many;
import static dev.podfailure.rules.cel.KeptField.number;
import static dev.podfailure.rules.cel.KeptField.one;
import static dev.podfailure.rules.cel.KeptField.text;
import static dev.podfailure.rules.cel.KeptField.texts;
import static dev.podfailure.rules.cel.KeptField.time;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.rules.cel.KeptField.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one list of what expressions can see: every field that the trimmed cache of pods keeps, under Kubernetes' names. What
 * is not here is refused by name when a rule set is compiled; what is here must survive trimming.
 */
public final class KeptFields {
    private static final KeptObject<OwnerReference> OWNER_REFERENCE = new KeptObject<>(
            "OwnerReference",
            OwnerReference.class,
            text("apiVersion", OwnerReference::getApiVersion),
            text("kind", OwnerReference::getKind),
            text("name", OwnerReference::getName),
            text("uid", OwnerReference::getUid),
            flag("controller", OwnerReference::getController));

    private static final KeptObject<ObjectMeta> METADATA = new KeptObject<>(
            "ObjectMeta",
            ObjectMeta.class,
            text("name", ObjectMeta::getName),
            text("namespace", ObjectMeta::getNamespace),
            text("uid", ObjectMeta::getUid),
            texts("labels", ObjectMeta::getLabels),
            many("ownerReferences", OWNER_REFERENCE, ObjectMeta::getOwnerReferences),
            time("creationTimestamp", ObjectMeta::getCreationTimestamp),
            time("deletionTimestamp", ObjectMeta::getDeletionTimestamp),
            number("deletionGracePeriodSeconds", ObjectMeta::getDeletionGracePeriodSeconds));

    private static final KeptObject<ResourceRequirements> RESOURCES =
            new KeptObject<>("ResourceRequirements", ResourceRequirements.class, texts("limits", KeptFields::limits));

    private static final KeptObject<Container> CONTAINER = new KeptObject<>(
            "Container",
            Container.class,
            text("name", Container::getName),
            one("resources", RESOURCES, Container::getResources));

    private static final KeptObject<Container> INIT_CONTAINER = new KeptObject<>(
            "InitContainer",
            Container.class,
            text("name", Container::getName),
            text("restartPolicy", Container::getRestartPolicy),
            one("resources", RESOURCES, Container::getResources));

    private static final KeptObject<PodSpec> SPEC = new KeptObject<>(
            "PodSpec",
            PodSpec.class,
            text("nodeName", PodSpec::getNodeName),
            text("restartPolicy", PodSpec::getRestartPolicy),
            text("priorityClassName", PodSpec::getPriorityClassName),
            number("activeDeadlineSeconds", PodSpec::getActiveDeadlineSeconds),
            number("terminationGracePeriodSeconds", PodSpec::getTerminationGracePeriodSeconds),
            one("resources", RESOURCES, PodSpec::getResources),
            many("containers", CONTAINER, PodSpec::getContainers),
            many("initContainers", INIT_CONTAINER, PodSpec::getInitContainers));

    private static final KeptObject<PodCondition> CONDITION = new KeptObject<>(
            "PodCondition",
            PodCondition.class,
            text("type", PodCondition::getType),
            text("status", PodCondition::getStatus),
            text("reason", PodCondition::getReason),
            text("message", PodCondition::getMessage),
            time("lastTransitionTime", PodCondition::getLastTransitionTime));

    private static final KeptObject<ContainerState> STATE = new KeptObject<>(
            "ContainerState",
            ContainerState.class,
            one(
                    "waiting",
                    new KeptObject<>(
                            "ContainerStateWaiting",
                            ContainerStateWaiting.class,
                            text("reason", ContainerStateWaiting::getReason),
                            text("message", ContainerStateWaiting::getMessage)),
                    ContainerState::getWaiting),
            one(
                    "running",
                    new KeptObject<>(
                            "ContainerStateRunning",
                            ContainerStateRunning.class,
                            time("startedAt", ContainerStateRunning::getStartedAt)),
                    ContainerState::getRunning),
            one(
                    "terminated",
                    new KeptObject<>(
                            "ContainerStateTerminated",
                            ContainerStateTerminated.class,
                            number("exitCode", ContainerStateTerminated::getExitCode),
                            number("signal", ContainerStateTerminated::getSignal),
                            text("reason", ContainerStateTerminated::getReason),
                            text("message", ContainerStateTerminated::getMessage),
                            time("startedAt", ContainerStateTerminated::getStartedAt),
                            time("finishedAt", ContainerStateTerminated::getFinishedAt)),
                    ContainerState::getTerminated));

    static final KeptObject<ContainerStatus> CONTAINER_STATUS = new KeptObject<>(
            "ContainerStatus",
            ContainerStatus.class,
            text("name", ContainerStatus::getName),
            text("image", ContainerStatus::getImage),
            number("restartCount", ContainerStatus::getRestartCount),
            one("state", STATE, ContainerStatus::getState),
            one("lastState", STATE, ContainerStatus::getLastState));

    private static final KeptObject<PodStatus> STATUS = new KeptObject<>(
            "PodStatus",
            PodStatus.class,
            text("phase", PodStatus::getPhase),
            text("reason", PodStatus::getReason),
            text("message", PodStatus::getMessage),
            text("qosClass", PodStatus::getQosClass),
            text("hostIP", PodStatus::getHostIP),
            time("startTime", PodStatus::getStartTime),
            many("conditions", CONDITION, PodStatus::getConditions),
            many("containerStatuses", CONTAINER_STATUS, PodStatus::getContainerStatuses),
            many("initContainerStatuses", CONTAINER_STATUS, PodStatus::getInitContainerStatuses));

    static final KeptObject<Pod> POD = new KeptObject<>(
            "Pod",
            Pod.class,
            one("metadata", METADATA, Pod::getMetadata),
            one("spec", SPEC, Pod::getSpec),
            one("status", STATUS, Pod::getStatus));

    static final KeptObject<PodEvent> EVENT = new KeptObject<>(
            "Event",
            PodEvent.class,
            text("type", event -> orNull(event.type())),
            text("reason", event -> orNull(event.reason())),
            text("message", event -> orNull(event.message())),
            number("count", PodEvent::count),
            time("firstTimestamp", PodEvent::firstTimestamp),
            time("lastTimestamp", PodEvent::lastTimestamp));

    private KeptFields() {}

    /**
     * Every path that an expression can follow and the CEL type at its end, in the order of the documentation; elements of
     * a list as {@code []}, such as {@code pod.status.conditions[].reason}.
     */
    public static SequencedMap<String, String> paths() {
        SequencedMap<String, String> paths = new LinkedHashMap<>();
        addPaths("pod", POD, paths);
        addPaths("container", CONTAINER_STATUS, paths);
        addPaths("events[]", EVENT, paths);
        return paths;
    }

    /**
     * What the kept fields of a pod hold, by path with the index of list elements. Trimming must not change it: a trimmed
     * pod gives what the whole pod gives.
     */
    public static Map<String, String> valuesOf(Pod pod) {
        Map<String, String> values = new LinkedHashMap<>();
        addValues("pod", POD, pod, values);
        return values;
    }

    /** Every type that is reachable from the variables, each once. */
    static List<KeptObject<?>> types() {
        List<KeptObject<?>> types = new ArrayList<>();
        for (KeptObject<?> variable : List.of(POD, CONTAINER_STATUS, EVENT)) {
            addTypes(variable, types);
        }
        return types;
    }

    private static void addTypes(KeptObject<?> type, List<KeptObject<?>> types) {
        if (types.contains(type)) {
            return;
        }
        types.add(type);
        for (KeptField<?> field : type.fields()) {
            switch (field.kind()) {
                case Kind.One one -> addTypes(one.type(), types);
                case Kind.Many many -> addTypes(many.type(), types);
                default -> {}
            }
        }
    }

    private static void addPaths(String path, KeptObject<?> type, Map<String, String> paths) {
        for (KeptField<?> field : type.fields()) {
            String here = path + "." + field.name();
            switch (field.kind()) {
                case Kind.Text text -> paths.put(here, "string");
                case Kind.Whole whole -> paths.put(here, "int");
                case Kind.Flag flag -> paths.put(here, "bool");
                case Kind.Time time -> paths.put(here, "timestamp");
                case Kind.Texts texts -> paths.put(here, "map(string, string)");
                case Kind.One one -> addPaths(here, one.type(), paths);
                case Kind.Many many -> addPaths(here + "[]", many.type(), paths);
            }
        }
    }

    private static void addValues(String path, KeptObject<?> type, Object object, Map<String, String> values) {
        for (KeptField<?> field : type.fields()) {
            Object value = type.read(field, object);
            if (value != null) {
                addValue(path + "." + field.name(), field.kind(), value, values);
            }
        }
    }

    private static void addValue(String path, Kind kind, Object value, Map<String, String> values) {
        switch (kind) {
            case Kind.One one -> addValues(path, one.type(), value, values);
            case Kind.Many many -> {
                List<?> list = (List<?>) value;
                for (int i = 0; i < list.size(); i++) {
                    addValues(path + "[" + i + "]", many.type(), Objects.requireNonNull(list.get(i)), values);
                }
            }
            default -> values.put(path, value.toString());
        }
    }

    /** Amounts as the API server shows them, such as {@code 64Mi}. */
    private static @Nullable Map<String, String> limits(ResourceRequirements resources) {
        Map<String, Quantity> limits = resources.getLimits();
        if (limits == null || limits.isEmpty()) {
            return null;
        }
        Map<String, String> texts = new TreeMap<>();
        limits.forEach((resource, amount) -> texts.put(resource, String.valueOf(amount)));
        return texts;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
