package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleSetSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompilationLoopTest {
    private static final RuleSetKey KEY = new RuleSetKey(RuleSets.OPERATOR_NAMESPACE, "a");

    private final Map<RuleSetKey, FailureCategoryRuleSet> store = new ConcurrentHashMap<>();
    private final List<String> compiled = new CopyOnWriteArrayList<>();
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private final ActiveRules rules = new ActiveRules(Clock.systemUTC());
    private final CompilationLoop loop = new CompilationLoop(
            key -> Optional.ofNullable(store.get(key)), this::compile, Duration.ofMillis(200), rules);

    private CompiledRuleSet compile(RuleSetSource source) {
        compiled.add(source.name() + "/" + source.uid() + "/" + source.generation());
        if (source.name().equals("slow")) {
            try {
                slowMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (source.spec().has("bug")) {
            throw new IllegalStateException("a bug");
        }
        return RuleSets.compile(source);
    }

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    private void put(String name, String uid, long generation, String spec) {
        store.put(new RuleSetKey(RuleSets.OPERATOR_NAMESPACE, name), RuleSets.ruleSet(name, uid, generation, spec));
    }

    private void startWith(String... names) {
        for (String name : names) {
            put(name, "uid", 1, RuleSets.spec(2, 0));
        }
        loop.listed(store.keySet());
    }

    private void awaitRules(int number) {
        await().until(() -> rules.current().book().size() == number);
    }

    @Test
    void nothingIsDecidedBeforeTheListing() {
        put("a", "uid", 1, RuleSets.spec(2, 0));
        loop.changed(KEY);
        await().until(() -> loop.find(KEY).isPresent());

        assertThat(rules.current().complete()).isFalse();
    }

    @Test
    void anEmptyClusterIsComplete() {
        loop.listed(List.of());

        await().until(() -> rules.current().complete());
    }

    @Test
    void nothingIsDecidedBeforeEveryListedSetIsCompiled() {
        startWith("a", "b", "c");

        await().until(() -> rules.current().complete());
        assertThat(rules.current().book().size()).isEqualTo(6);
    }

    @Test
    void aSetThatIsNotCompiledInTimeDoesNotHoldUpTheStart() {
        startWith("a", "slow");

        await().until(() -> rules.current().complete());
        assertThat(rules.current().book().size()).isEqualTo(2);
    }

    @Test
    void aLateAnswerIsPutToUse() {
        startWith("a", "slow");
        await().until(() -> rules.current().complete());

        slowMayEnd.countDown();

        awaitRules(4);
        assertThat(compiled).containsOnlyOnce("slow/uid/1");
    }

    @Test
    void aChangeInOneSetCompilesOne() {
        startWith("a", "b", "c");
        awaitRules(6);

        put("a", "uid", 2, RuleSets.spec(1, 0));
        loop.changed(KEY);

        awaitRules(5);
        assertThat(compiled).containsExactlyInAnyOrder("a/uid/1", "b/uid/1", "c/uid/1", "a/uid/2");
    }

    @Test
    void aStatusOrMetadataWriteCompilesNone() {
        startWith("a");
        awaitRules(2);
        FailureCategoryRuleSet written = RuleSets.ruleSet("a", "uid", 1, RuleSets.spec(2, 0));
        written.getMetadata().setResourceVersion("99");
        written.setStatus(RuleSets.json("{'observedGeneration': 1}"));
        store.put(KEY, written);
        loop.changed(KEY);

        put("b", "uid", 1, RuleSets.spec(1, 0));
        loop.changed(new RuleSetKey(RuleSets.OPERATOR_NAMESPACE, "b"));

        awaitRules(3);
        assertThat(compiled).containsExactly("a/uid/1", "b/uid/1");
    }

    @Test
    void deletionTakesTheRulesOut() {
        startWith("a", "b");
        awaitRules(4);

        store.remove(KEY);
        loop.changed(KEY);

        awaitRules(2);
        assertThat(loop.find(KEY)).isEmpty();
    }

    @Test
    void anotherObjectOfTheSameNameAndGenerationIsCompiled() {
        startWith("a");
        awaitRules(2);

        put("a", "another", 1, RuleSets.spec(3, 0));
        loop.changed(KEY);

        awaitRules(3);
    }

    @Test
    void aFailureOfTheCompilerKeepsTheRulesOfTheEarlierVersion() {
        startWith("a");
        awaitRules(2);

        put("a", "uid", 2, "{'bug': 1}");
        loop.changed(KEY);

        await().until(() -> loop.find(KEY).orElseThrow() instanceof Compilation.Failed);
        assertThat(rules.current().book().size()).isEqualTo(2);
    }

    @Test
    void aFailureOfTheCompilerKeepsNothingOfAnotherObject() {
        startWith("a");
        awaitRules(2);

        put("a", "another", 1, "{'bug': 1}");
        loop.changed(KEY);

        awaitRules(0);
    }

    @Test
    void tellsWhatCameOfEachVersionInOrder() {
        List<Long> told = new CopyOnWriteArrayList<>();
        loop.listen(new CompilationListener() {
            @Override
            public void compiled(RuleSetKey key, Compilation compilation) {
                told.add(compilation.source().generation());
            }

            @Override
            public void gone(RuleSetKey key) {
                told.add(0L);
            }
        });
        startWith("a");
        for (long generation = 2; generation <= 20; generation++) {
            put("a", "uid", generation, RuleSets.spec(1, 0));
            loop.changed(KEY);
        }

        await().until(() -> told.contains(20L));
        assertThat(told).isSorted().doesNotHaveDuplicates();
    }
}
