package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.failure.PodEvent;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MatchConditionPropertyTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> TOKENS = List.of(
            "pod",
            "container",
            "events",
            ".status",
            ".reason",
            ".metadata",
            ".labels",
            "[0]",
            "[?'a']",
            "['a']",
            ".?spec",
            ".exists(e, ",
            ".all(e, ",
            ".map(e, ",
            ".filter(e, ",
            "e",
            ".count",
            ".message",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            " == ",
            " != ",
            " && ",
            " || ",
            "!",
            " + ",
            " - ",
            " / ",
            " % ",
            " in ",
            " ? ",
            " : ",
            "'x'",
            "''",
            "1",
            "0",
            "-1",
            "1.5",
            "true",
            "null",
            ".size()",
            ".matches('a+')",
            ".find('(')",
            ".split('')",
            ".join()",
            ".orValue(",
            "has(",
            "optional.of(",
            "duration('1s')",
            "timestamp(0)",
            "int(",
            "string(",
            "Pod{",
            ",",
            "\"",
            "'''",
            "@result",
            "__result__",
            "`a`",
            "b'\\xff'",
            "0x",
            "9223372036854775807",
            "\uD83D\uDE00",
            "\u0000",
            "//");

    /** Every path once, so that each field meets values of every kind. */
    private static final List<MatchConditions> ALL_FIELDS = KeptFields.paths().keySet().stream()
            .map(path -> path.replace("[]", "[0]"))
            .map(path -> Conditions.compiled("[" + path + "] == [" + path + "]"))
            .toList();

    @Property(tries = 500)
    void compilesOrRefusesAnyText(@ForAll String text) {
        assertThat(Conditions.compile(text, true)).isNotNull();
    }

    @Property(tries = 1_000)
    void compilesOrRefusesAnyRowOfTokens(@ForAll("expressions") String expression) {
        MatchConditionCompiler.Compilation compilation = Conditions.compile(expression, true);

        assertThat(compilation.conditions().isEmpty())
                .isEqualTo(!compilation.problems().isEmpty());
        compilation.conditions().evaluate(ConditionInput.of(new Pod(), List.of()), () -> false);
    }

    @Property(tries = 100)
    void asksAnyPod(@ForAll("pods") Pod pod, @ForAll("events") List<PodEvent> events) {
        ConditionInput input = ConditionInput.of(pod, events).inContainer("x");

        assertThat(ALL_FIELDS)
                .allSatisfy(conditions ->
                        assertThat(conditions.evaluate(input, () -> false)).isNotNull());
    }

    @Property(tries = 100)
    void hasExactlyTheFieldsThatHaveAValue(@ForAll("pods") Pod pod) {
        Map<String, String> values = KeptFields.valuesOf(pod);

        for (String field : List.of("pod.status.reason", "pod.status.message", "pod.status.phase")) {
            ConditionResult result =
                    Conditions.evaluate("has(pod.status) && has(" + field + ")", ConditionInput.of(pod, List.of()));
            assertThat(result.holds()).isEqualTo(values.containsKey(field));
        }
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(TOKENS).list().ofMinSize(1).ofMaxSize(14).map(tokens -> String.join("", tokens));
    }

    @Provide
    Arbitrary<List<PodEvent>> events() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20);
        return texts.list()
                .ofSize(3)
                .list()
                .ofMaxSize(4)
                .map(list -> list.stream()
                        .map(event -> new PodEvent(event.get(0), event.get(1), event.get(2), 1))
                        .toList());
    }

    /** Pods of which any part may be missing, null, empty or strange. */
    @Provide
    Arbitrary<Pod> pods() {
        return Arbitraries.randoms().map(random -> {
            Map<String, Object> pod = new HashMap<>();
            KeptFields.paths().forEach((path, type) -> {
                if (path.startsWith("pod.") && random.nextInt(4) > 0) {
                    put(
                            pod,
                            List.of(path.substring(4).split("\\.")),
                            path.endsWith(".limits") ? limits(random.nextInt(5)) : value(type, random.nextInt(5)),
                            random.nextInt(3));
                }
            });
            return read(pod);
        });
    }

    /** The client reads no pod whose amounts are no amounts. */
    private static Object limits(int variant) {
        return List.of(
                        Map.of(),
                        Map.of("memory", "64Mi"),
                        Map.of("", "0"),
                        Map.of("a.b/c", "1e3"),
                        Map.of("\u0000", "-1", "cpu", "5m"))
                .get(variant);
    }

    private static Object value(String type, int variant) {
        return switch (type) {
            case "int" -> variant == 0 ? 0 : Integer.MAX_VALUE - variant;
            case "bool" -> variant > 2;
            case "timestamp" ->
                List.of("", "2026-01-01T00:00:00Z", "now", "0001-01-01T00:00:00Z", "\u0000")
                        .get(variant);
            case "string" ->
                List.of("", "x", "\uD83D", "a\nb", "x".repeat(5_000)).get(variant);
            default ->
                List.of(Map.of(), Map.of("a", "b"), Map.of("", ""), Map.of("a.b/c", "x"), Map.of("\u0000", "y"))
                        .get(variant);
        };
    }

    @SuppressWarnings("unchecked") // what is put in here is what is taken out
    private static void put(Map<String, Object> object, List<String> path, Object value, int elements) {
        String name = path.getFirst().replace("[]", "");
        List<String> rest = path.subList(1, path.size());
        if (rest.isEmpty()) {
            object.put(name, value);
        } else if (path.getFirst().endsWith("[]")) {
            List<Map<String, Object>> list =
                    (List<Map<String, Object>>) object.computeIfAbsent(name, key -> new ArrayList<>());
            while (list.size() < elements) {
                list.add(new HashMap<>());
            }
            list.forEach(element -> put(element, rest, value, elements));
        } else {
            put((Map<String, Object>) object.computeIfAbsent(name, key -> new HashMap<>()), rest, value, elements);
        }
    }

    private static Pod read(Map<String, Object> pod) {
        try {
            return MAPPER.readValue(MAPPER.writeValueAsString(pod), Pod.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
