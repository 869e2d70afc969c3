package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.api.ContainerScope;
import dev.podfailure.api.EventMatcher;
import dev.podfailure.api.ExitCodeMatcher;
import dev.podfailure.api.LabelRequirement;
import dev.podfailure.api.LabelSelector;
import dev.podfailure.api.MatchCondition;
import dev.podfailure.api.PatternMatcher;
import dev.podfailure.api.PodConditionMatcher;
import dev.podfailure.api.ReasonMatcher;
import dev.podfailure.api.Rule;
import dev.podfailure.api.RuleSetSpec;
import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleCount;
import dev.podfailure.api.RuleSetStatus.RuleSetCondition;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rules.RuleLimits;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server makes of rule sets, good and bad. */
@RequiresControlPlane
class RuleSetValidationIT {
    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private static ControlPlane plane;

    @BeforeAll
    static void installTheDefinition(ControlPlane controlPlane) {
        plane = controlPlane;
        Installation.ofDefinition(plane);
    }

    static List<RuleSetFile> invalid() {
        return RuleSetFile.in(RuleSetFile.INVALID);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesNamingTheField(RuleSetFile file) {
        KubectlResult result =
                plane.kubectl("create", "--dry-run=server", "-f", file.path().toString());

        assertThat(result.exitCode()).as(result.stdout()).isNotZero();
        assertThat(file.refusals())
                .isNotEmpty()
                .allSatisfy(refusal -> assertThat(result.stderr()).contains(refusal));
    }

    static List<RuleSetFile> valid() {
        return RuleSetFile.in(RuleSetFile.VALID);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsWhatIsOddButRight(RuleSetFile file) {
        KubectlResult result =
                plane.kubectl("create", "--dry-run=server", "-f", file.path().toString());

        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    static List<Arguments> fullRules() {
        return List.of(
                full("long-texts", RuleSetValidationIT::ruleWithLongTexts),
                full("long-conditions", RuleSetValidationIT::ruleWithLongConditions),
                full("long-expressions", RuleSetValidationIT::ruleWithLongExpressions));
    }

    private static Arguments full(String name, IntFunction<Rule> rule) {
        return Arguments.of(name, rule);
    }

    /**
     * The API server stops an expression that costs too much; so taking the set means that its checks are quick. Each set
     * is about as large as etcd takes.
     */
    @ParameterizedTest
    @MethodSource("fullRules")
    void acceptsASetAtTheBounds(String name, IntFunction<Rule> fullRule) throws JsonProcessingException {
        RuleSetSpec spec = new RuleSetSpec(
                1000,
                "Shadow",
                selectorAtEveryBound(),
                selectorAtEveryBound(),
                "Include",
                "d".repeat(63),
                "e".repeat(63),
                Stream.concat(
                                Stream.of(ruleAtEveryBound()),
                                IntStream.range(1, RuleLimits.MAX_RULES).mapToObj(fullRule))
                        .toList());

        KubectlResult result = plane.kubectlWithInput(ruleSet(name, spec), "create", "-f", "-");

        assertThat(result.stderr()).isEmpty();
        // The operator's compiler comes to an end with it, too, whatever it leaves out.
        assertThat(Examples.compile(ruleSet(name, spec)).total()).isEqualTo(RuleLimits.MAX_RULES);
    }

    @Test
    void acceptsAStatusAtTheBoundsFromWhoeverOwnsIt() throws JsonProcessingException {
        plane.kubectlWithInput(ruleSet("troubled", withPriority(7)), "create", "-f", "-")
                .output();
        RuleSetProblem problem = new RuleSetProblem("p".repeat(1024), "InvalidPattern", "m".repeat(8192));
        RuleSetStatus status = new RuleSetStatus(
                1, new RuleCount(500, 468), List.of(ready("m".repeat(32768))), Collections.nCopies(32, problem));

        KubectlResult result = plane.kubectlWithInput(
                ruleSet("troubled", Map.of("status", status)),
                "apply",
                "--server-side",
                "--subresource=status",
                "-f",
                "-");

        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void showsTheStatusInColumns() throws JsonProcessingException {
        plane.kubectlWithInput(ruleSet("shown", withPriority(42)), "create", "-f", "-")
                .output();
        RuleSetStatus status =
                new RuleSetStatus(1, new RuleCount(40, 39), List.of(ready("39 of 40 rules are active")), List.of());
        plane.kubectlWithInput(
                        ruleSet("shown", Map.of("status", status)),
                        "apply",
                        "--server-side",
                        "--subresource=status",
                        "-f",
                        "-")
                .output();

        List<String> lines =
                plane.kubectl("get", "fcrs", "shown").output().lines().toList();

        assertThat(lines.get(0).split(" +")).containsExactly("NAME", "READY", "ACTIVE", "TOTAL", "PRIORITY", "AGE");
        assertThat(lines.get(1)).matches("shown +False +39 +40 +42 +\\d+s");
        assertThat(plane.kubectl("get", "fcrs", "shown", "--output=wide").output())
                .contains("MESSAGE", "39 of 40 rules are active");
    }

    @Test
    void explainsItself() {
        String explanation = plane.kubectl("explain", "failurecategoryrulesets.spec.rules.onExitCodes")
                .output();

        assertThat(explanation)
                .contains("operator\t<string> -required-", "enum: In, NotIn", "values\t<[]integer> -required-")
                .contains("exit code 0 matches")
                .contains("Example: {operator: In, values: [134, 139]}");
    }

    @Test
    void explainsWhatItCannotCheck() {
        assertThat(plane.kubectl("explain", "fcrs.spec.rules.matchConditions").output())
                .containsPattern("The\\s+API\\s+server\\s+checks\\s+only\\s+their\\s+length");
        assertThat(plane.kubectl("explain", "fcrs.spec.namespaceSelector").output())
                .containsPattern("Only\\s+for\\s+rule\\s+sets\\s+in\\s+the\\s+operator's\\s+own\\s+namespace");
    }

    @Test
    void warnsAClientThatDoesNotInsist() {
        KubectlResult result = plane.kubectl(
                "create",
                "--dry-run=server",
                "--validate=warn",
                "-f",
                RuleSetFile.INVALID.resolve("rule-unknown-matcher.yaml").toString());

        assertThat(result.stderr()).contains("Warning: unknown field \"spec.rules[0].onExitCode\"");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void takesTheDefinitionForOlderApiServersToo() {
        String older = Path.of("manifests", "crds-before-1.33").toString();

        assertThat(plane.kubectl("apply", "--server-side", "--dry-run=server", "-k", older)
                        .stderr())
                .isEmpty();
        assertThat(plane.kubectl("kustomize", older).output())
                .contains("''.matches(self) in [true, false]")
                .doesNotContain("transformMapEntry");
    }

    private static RuleSetCondition ready(String message) {
        return new RuleSetCondition("Ready", "False", 1, "2026-11-25T00:00:00Z", "InvalidRules", message);
    }

    private static RuleSetSpec withPriority(int priority) {
        return new RuleSetSpec(priority, null, null, null, null, null, null, null);
    }

    private static LabelSelector selectorAtEveryBound() {
        List<String> values = names("v".repeat(60), RuleLimits.MAX_SELECTOR_VALUES);
        Map<String, String> labels = IntStream.range(0, RuleLimits.MAX_SELECTOR_LABELS)
                .boxed()
                .collect(Collectors.toMap(RuleSetValidationIT::longKey, i -> "v".repeat(63)));
        return new LabelSelector(
                labels,
                IntStream.range(0, RuleLimits.MAX_SELECTOR_EXPRESSIONS)
                        .mapToObj(
                                i -> new LabelRequirement(longKey(i), "NotIn", i == 0 ? values : values.subList(0, 1)))
                        .toList());
    }

    /** A key of 317 characters: a domain of 253, a slash and a name of 63. */
    private static String longKey(int number) {
        return "d".repeat(253) + "/" + String.format(Locale.ROOT, "%063d", number);
    }

    private static Rule ruleAtEveryBound() {
        String label = "x".repeat(63);
        String longest = "p".repeat(1024);
        PatternMatcher pattern = new PatternMatcher(longest, longest);
        return new Rule(
                label,
                label,
                label,
                "h".repeat(256),
                label,
                "Worthwhile",
                "Failure",
                new ContainerScope(
                        names("container-", RuleLimits.MAX_CONTAINER_NAMES),
                        longest,
                        List.of("Regular", "Init", "Sidecar")),
                List.of("OOMKilled", "Evicted", "DeadlineExceeded"),
                new ExitCodeMatcher(
                        "NotIn",
                        IntStream.range(0, RuleLimits.MAX_EXIT_CODES).boxed().toList()),
                new ReasonMatcher(null, null, longest),
                pattern,
                new ReasonMatcher("In", names("reason-".repeat(17), RuleLimits.MAX_REASONS), null),
                pattern,
                conditions(new PodConditionMatcher(
                        "t".repeat(RuleLimits.MAX_CONDITION_TYPE),
                        "Unknown",
                        names("reason-".repeat(17), RuleLimits.MAX_REASONS),
                        "p".repeat(RuleLimits.MAX_CONDITION_PATTERN),
                        "Before")),
                new EventMatcher(longest, longest, "r".repeat(128), "Warning"),
                "NotRequested",
                expressions(RuleLimits.MAX_MATCH_CONDITIONS));
    }

    /** As many long patterns as fit in what etcd takes: more than 1 MB for the set. */
    private static Rule ruleWithLongTexts(int number) {
        PatternMatcher pattern = new PatternMatcher("(a|b)*c".repeat(146), "c");
        return rule(number, pattern, null, null);
    }

    private static Rule ruleWithLongConditions(int number) {
        String pattern = "(a|b)*c".repeat(36);
        return rule(number, null, conditions(new PodConditionMatcher("T", "True", null, pattern, null)), null);
    }

    private static Rule ruleWithLongExpressions(int number) {
        return rule(number, null, null, expressions(2));
    }

    private static Rule rule(
            int number,
            @Nullable PatternMatcher pattern,
            @Nullable List<PodConditionMatcher> conditions,
            @Nullable List<MatchCondition> expressions) {
        String name = ("rule-" + number + "-" + "x".repeat(63)).substring(0, 63);
        return new Rule(
                name,
                "category",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                pattern,
                null,
                pattern,
                conditions,
                null,
                null,
                expressions);
    }

    private static List<PodConditionMatcher> conditions(PodConditionMatcher condition) {
        return Collections.nCopies(RuleLimits.MAX_POD_CONDITIONS, condition);
    }

    private static List<MatchCondition> expressions(int count) {
        return names("n".repeat(62), count).stream()
                .map(name -> new MatchCondition(name, "'" + "x".repeat(1016) + "' == ''"))
                .toList();
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static String ruleSet(String name, RuleSetSpec spec) throws JsonProcessingException {
        return ruleSet(name, Map.of("spec", spec));
    }

    private static String ruleSet(String name, Map<String, ?> parts) throws JsonProcessingException {
        var object = new TreeMap<String, Object>(parts);
        object.put("apiVersion", "podfailure.dev/v1alpha1");
        object.put("kind", "FailureCategoryRuleSet");
        object.put("metadata", Map.of("name", name, "namespace", "default"));
        return JSON.writeValueAsString(object);
    }
}
