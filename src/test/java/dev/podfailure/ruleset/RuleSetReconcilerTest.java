package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleCount;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import dev.podfailure.metrics.RuleSetMetrics;
import dev.podfailure.recorder.KubernetesEvent;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.RuleSetReference;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetReconcilerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final FailureCategoryRuleSet ruleSet = RuleSets.ruleSet("a", "uid", 2, RuleSets.spec(1, 1));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<RuleSetStatus> written = new ArrayList<>();
    private final List<KubernetesEvent> announced = new ArrayList<>();
    private final CompilationLoop loop = new CompilationLoop(
            key -> Optional.of(ruleSet), RuleSets::compile, Duration.ofMinutes(1), new ActiveRules(CLOCK));

    private final BudgetWatch budget = new BudgetWatch("podfailure-system");
    private int refusal;
    private boolean writing = true;
    private final RuleSetReconciler reconciler = new RuleSetReconciler(
            loop,
            budget,
            CLOCK,
            new RuleSetMetrics(registry),
            (stored, status, context) -> {
                written.add(status);
                if (refusal != 0) {
                    throw new KubernetesClientException("no", refusal, null);
                }
            },
            announced::add,
            () -> writing);

    /** Nothing of it is looked at: the writer, which would, is the test's own. */
    @SuppressWarnings("unchecked")
    private static final Context<FailureCategoryRuleSet> CONTEXT =
            (Context<FailureCategoryRuleSet>) Proxy.newProxyInstance(
                    Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    });

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    private void compile() {
        loop.changed(StoredRuleSet.key(ruleSet));
        await().until(() -> loop.find(StoredRuleSet.key(ruleSet)).isPresent());
    }

    private static ObjectNode json(RuleSetStatus status) {
        return new ObjectMapper().valueToTree(status);
    }

    private UpdateControl<FailureCategoryRuleSet> reconcile() {
        return reconciler.reconcile(ruleSet, CONTEXT);
    }

    @Test
    void writesNothingBeforeTheSetIsCompiled() {
        assertThat(reconcile().isNoUpdate()).isTrue();
        assertThat(written).isEmpty();
    }

    @Test
    void writesNothingOnAReplicaThatDoesNotWrite() {
        compile();
        writing = false;

        reconcile();

        assertThat(written).isEmpty();
    }

    @Test
    void writesTheStatusOfACompiledSet() {
        compile();

        reconcile();

        assertThat(written)
                .singleElement()
                .satisfies(status -> assertThat(status.rules()).isEqualTo(new RuleCount(2, 1)));
    }

    @Test
    void leavesAStatusAloneThatSaysTheSame() {
        compile();
        reconcile();
        ruleSet.setStatus(json(written.getFirst()));

        reconcile();

        assertThat(written).hasSize(1);
    }

    @Test
    void restoresAStatusThatSomebodyChanged() {
        compile();
        reconcile();
        ObjectNode changed = json(written.getFirst());
        changed.putObject("rules").put("total", 1_000).put("active", 1_000);
        ruleSet.setStatus(changed);

        reconcile();

        assertThat(written).hasSize(2);
    }

    @Test
    void leavesAStatusOfANewerGenerationAlone() {
        compile();
        ruleSet.setStatus(RuleSets.json("{'observedGeneration': 3}"));

        reconcile();

        assertThat(written).isEmpty();
    }

    @Test
    void replacesAStatusOfAnotherShape() {
        compile();
        ruleSet.setStatus(RuleSets.json("'fine'"));

        reconcile();

        assertThat(written).hasSize(1);
    }

    @Test
    void marksASetThatKeepsCostingTooMuch() {
        compile();
        overrun(BudgetWatch.IN_A_ROW);

        reconcile();

        assertThat(written.getFirst().problems())
                .extracting(RuleSetProblem::reason)
                .contains("BudgetExceeded");
    }

    @Test
    void keepsTheMarkThatAnEarlierLeaderMade() {
        compile();
        overrun(BudgetWatch.IN_A_ROW);
        reconcile();
        ruleSet.setStatus(json(written.getFirst()));
        budget.forget(StoredRuleSet.key(ruleSet));

        reconcile();

        assertThat(written).hasSize(1);
    }

    @Test
    void takesTheMarkAwayWhenTheSetChanges() {
        compile();
        overrun(BudgetWatch.IN_A_ROW);
        reconcile();
        ruleSet.setStatus(json(written.getFirst()));
        ruleSet.getMetadata().setGeneration(3L);
        loop.changed(StoredRuleSet.key(ruleSet));
        await().until(() ->
                loop.find(StoredRuleSet.key(ruleSet)).orElseThrow().source().generation() == 3);

        reconcile();

        assertThat(written.getLast().problems())
                .extracting(RuleSetProblem::reason)
                .doesNotContain("BudgetExceeded");
    }

    private void overrun(int times) {
        for (int i = 0; i < times; i++) {
            budget.overran(new RuleSetReference("podfailure-system", "a", "uid", 2), "r0");
        }
    }

    @Test
    void waitsForTheCompilationOfANewGeneration() {
        compile();
        ruleSet.getMetadata().setGeneration(3L);

        reconcile();

        assertThat(written).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413, 422})
    void aRefusedStatusIsCountedAndNotRepeatedSoon(int code) {
        compile();
        refusal = code;

        UpdateControl<FailureCategoryRuleSet> control = reconcile();

        assertThat(control.getScheduleDelay().orElseThrow())
                .isEqualTo(Duration.ofMinutes(5).toMillis());
        assertThat(registry.get("podfailure.ruleset.status.errors")
                        .tag("code", Integer.toString(code))
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void announcesHowASetStandsOnceItIsWritten() {
        compile();
        reconcile();
        ruleSet.setStatus(json(written.getFirst()));
        reconcile();

        assertThat(announced).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo("PartiallyInvalid");
            assertThat(event.type()).isEqualTo(KubernetesEvent.Type.Warning);
            assertThat(event.note()).startsWith("Generation ");
        });
    }

    @Test
    void announcesNothingThatWasNotWritten() {
        compile();
        refusal = 422;

        reconcile();

        assertThat(announced).isEmpty();
    }

    @Test
    void aSetThatIsGoneIsNoError() {
        compile();
        refusal = 404;

        assertThat(reconcile().getScheduleDelay()).isEmpty();
        assertThat(registry.find("podfailure.ruleset.status.errors").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503})
    void whatMayPassTheNextTimeIsRepeatedBySdk(int code) {
        compile();
        refusal = code;

        assertThatThrownBy(this::reconcile).isInstanceOf(KubernetesClientException.class);
    }
}
