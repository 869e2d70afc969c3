package dev.podfailure.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodFactsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void readsRegularContainersBeforeInitContainersAndSidecars() {
        PodFailure facts = facts("""
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always}, {name: prepare}]
                  containers: [{name: main}, {name: side}]
                status:
                  initContainerStatuses:
                  - {name: proxy, restartCount: 2, state: {terminated: {exitCode: 143, reason: Error}}}
                  - {name: prepare, state: {terminated: {exitCode: 0, reason: Completed}}}
                  containerStatuses:
                  - {name: side, state: {running: {startedAt: '2026-05-01T10:00:00Z'}}}
                  - {name: main, state: {terminated: {exitCode: 9, signal: 9, reason: Error, message: gone,
                      startedAt: '2026-05-01T10:00:00Z', finishedAt: '2026-05-01T10:05:00.5+02:00'}}}
                  ephemeralContainerStatuses:
                  - {name: debug, state: {terminated: {exitCode: 1}}}
                """);

        assertThat(facts.terminated())
                .containsExactly(
                        new TerminatedContainer(
                                "main",
                                ContainerRole.REGULAR,
                                9,
                                9,
                                "Error",
                                "gone",
                                Instant.parse("2026-05-01T10:00:00Z"),
                                Instant.parse("2026-05-01T08:05:00.5Z"),
                                0),
                        new TerminatedContainer("proxy", ContainerRole.SIDECAR, 143, 0, "Error", "", null, null, 2),
                        new TerminatedContainer("prepare", ContainerRole.INIT, 0, 0, "Completed", "", null, null, 0));
        assertThat(facts.failedContainers())
                .extracting(TerminatedContainer::name)
                .containsExactly("main", "proxy");
    }

    @Test
    void anEarlierEndIsNoFact() {
        PodFailure facts = facts("""
                status:
                  containerStatuses:
                  - {name: main, lastState: {terminated: {exitCode: 1}}, state: {running: {}}}
                """);

        assertThat(facts.terminated()).isEmpty();
    }

    @Test
    void keepsWhatContainersWaitedForInEarlierVersions() {
        WaitingContainer earlier =
                new WaitingContainer("main", ContainerRole.REGULAR, "ErrImagePull", "manifest unknown");
        WaitingContainer gone = new WaitingContainer("other", ContainerRole.INIT, "x", "y");
        Pod pod = pod("""
                status:
                  containerStatuses:
                  - {name: main, state: {waiting: {reason: ImagePullBackOff, message: Back-off}}}
                  - {name: side, state: {waiting: {reason: PodInitializing}}}
                """);

        assertThat(PodFacts.of(pod, List.of(gone, earlier, earlier)).waiting())
                .containsExactly(
                        earlier,
                        new WaitingContainer("main", ContainerRole.REGULAR, "ImagePullBackOff", "Back-off"),
                        new WaitingContainer("side", ContainerRole.REGULAR, "PodInitializing", ""),
                        gone);
    }

    @Test
    void readsThePodsOwnFields() {
        PodFailure facts = facts("""
                metadata:
                  name: p
                  namespace: n
                  uid: u
                  labels: {app: web}
                  deletionTimestamp: '2026-05-01T10:00:00Z'
                  ownerReferences: [{kind: Other, name: o}, {kind: Job, name: j, controller: true}]
                spec: {nodeName: node-1}
                status:
                  reason: Evicted
                  message: The node was low on resource
                  conditions: [{type: DisruptionTarget, status: 'True', reason: r, message: m,
                    lastTransitionTime: '2026-05-01T10:00:00Z'}]
                """);

        assertThat(facts.pod())
                .isEqualTo(new PodFailure.PodIdentity(
                        "n", "p", "u", java.util.Map.of("app", "web"), "node-1", "Job", "j"));
        assertThat(facts.reason()).isEqualTo("Evicted");
        assertThat(facts.message()).isEqualTo("The node was low on resource");
        assertThat(facts.deletionTimestamp()).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(facts.conditions())
                .containsExactly(
                        new PodCondition("DisruptionTarget", "True", "r", "m", Instant.parse("2026-05-01T10:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{metadata: null, spec: null, status: null}",
                "{metadata: {labels: {a: null}, ownerReferences: [null]}, spec: {initContainers: [null]}}",
                "{status: {containerStatuses: [null, {}], initContainerStatuses: [{name: a, state: null}], conditions: [null, {}]}}",
                "{status: {containerStatuses: [{state: {terminated: {}}}, {state: {waiting: {}}}]}}"
            })
    void takesPodsThatLackAlmostEverything(String pod) {
        assertThat(facts(pod).failedContainers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"''", "yesterday", "'1970-01-01T00:00:00Z'", "'0001-01-01T00:00:00Z'", "'2026-13-01T00:00:00Z'"})
    void aTimeThatSaysNothingIsAbsent(String time) {
        PodFailure facts =
                facts("{metadata: {deletionTimestamp: " + time + "}, status: {containerStatuses: [{name: a, state:"
                        + " {terminated: {exitCode: 1, startedAt: " + time + ", finishedAt: " + time + "}}}]}}");

        assertThat(facts.deletionTimestamp()).isNull();
        assertThat(facts.terminated()).singleElement().satisfies(container -> {
            assertThat(container.startedAt()).isNull();
            assertThat(container.finishedAt()).isNull();
        });
    }

    @Test
    void keepsAWholeTerminationMessageOfTheKubeletAndCutsLongerOnes() {
        assertThat(messageOf("x".repeat(4_098))).hasSize(4_098);
        assertThat(messageOf("x".repeat(100_000))).hasSize(PodFacts.MAX_MESSAGE_CHARACTERS);
        assertThat(messageOf("😀".repeat(5_000)).chars().filter(unit -> Character.isHighSurrogate((char) unit)))
                .hasSize(PodFacts.MAX_MESSAGE_CHARACTERS / 2);
    }

    @Test
    void readsEventsOfBothApis() {
        Event core =
                Serialization.unmarshal("---\n{type: Warning, reason: BackOff, message: m, count: 4}", Event.class);
        var newer = Serialization.unmarshal(
                "---\n{type: Normal, reason: Killing, note: n, series: {count: 7}}",
                io.fabric8.kubernetes.api.model.events.v1.Event.class);

        assertThat(PodEvent.of(core)).isEqualTo(new PodEvent("Warning", "BackOff", "m", 4));
        assertThat(PodEvent.of(newer)).isEqualTo(new PodEvent("Normal", "Killing", "n", 7));
        assertThat(PodEvent.of(new Event())).isEqualTo(new PodEvent("", "", "", 1));
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void anyPodGivesFacts(@ForAll("pods") JsonNode pod) throws JsonProcessingException {
        PodFailure facts = PodFacts.of(new ObjectMapper().treeToValue(pod, Pod.class), List.of());

        assertThat(facts.message()).hasSizeLessThanOrEqualTo(PodFacts.MAX_MESSAGE_CHARACTERS);
    }

    @Provide
    Arbitrary<JsonNode> pods() {
        Arbitrary<JsonNode> metadata = object(
                field("name", text()),
                field("deletionTimestamp", text()),
                field("labels", object(field("a", text()))),
                field("ownerReferences", list(object(field("kind", text()), field("controller", bool())))));
        Arbitrary<JsonNode> spec = object(
                field("nodeName", text()),
                field("initContainers", list(object(field("name", text()), field("restartPolicy", text())))));
        Arbitrary<JsonNode> state = object(
                field("running", object(field("startedAt", text()))),
                field("waiting", object(field("reason", text()), field("message", text()))),
                field(
                        "terminated",
                        object(
                                field("exitCode", number()),
                                field("reason", text()),
                                field("message", text()),
                                field("finishedAt", text()))));
        Arbitrary<JsonNode> statuses =
                list(object(field("name", text()), field("state", state), field("restartCount", number())));
        Arbitrary<JsonNode> status = object(
                field("reason", text()),
                field("message", text()),
                field("containerStatuses", statuses),
                field("initContainerStatuses", statuses),
                field("conditions", list(object(field("type", text()), field("lastTransitionTime", text())))));
        return object(field("metadata", metadata), field("spec", spec), field("status", status))
                .filter(JsonNode::isObject);
    }

    private static Arbitrary<JsonNode> text() {
        return orNull(Arbitraries.of(
                        "",
                        "a",
                        "Always",
                        "2026-05-01T10:00:00Z",
                        "1970-01-01T00:00:00Z",
                        "\u0000\ud800",
                        "x".repeat(9_000))
                .map(JSON::textNode));
    }

    private static Arbitrary<JsonNode> number() {
        return orNull(Arbitraries.integers().map(JSON::numberNode));
    }

    private static Arbitrary<JsonNode> bool() {
        return orNull(Arbitraries.of(true, false).map(JSON::booleanNode));
    }

    private static Arbitrary<JsonNode> list(Arbitrary<JsonNode> elements) {
        return orNull(elements.list().ofMaxSize(3).map(all -> JSON.arrayNode().addAll(all)));
    }

    private static Arbitrary<JsonNode> orNull(Arbitrary<? extends JsonNode> values) {
        return Arbitraries.integers()
                .between(0, 5)
                .flatMap(choice -> choice == 0 ? Arbitraries.just(JSON.nullNode()) : values.map(value -> value));
    }

    private record Field(String name, Arbitrary<JsonNode> value) {}

    private static Field field(String name, Arbitrary<JsonNode> value) {
        return new Field(name, value);
    }

    private static Arbitrary<JsonNode> object(Field... fields) {
        return orNull(Combinators.combine(
                        List.of(fields).stream().map(Field::value).toList())
                .as(values -> {
                    var object = JSON.objectNode();
                    for (int i = 0; i < fields.length; i++) {
                        object.set(fields[i].name(), values.get(i));
                    }
                    return object;
                }));
    }

    private static String messageOf(String message) {
        Pod pod = pod("{status: {containerStatuses: [{name: a, state: {terminated: {exitCode: 1}}}]}}");
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .setMessage(message);
        return PodFacts.of(pod, List.of()).terminated().getFirst().message();
    }

    private static PodFailure facts(String yaml) {
        return PodFacts.of(pod(yaml), List.of());
    }

    private static Pod pod(String yaml) {
        return Serialization.unmarshal("---\n" + yaml, Pod.class);
    }
}
