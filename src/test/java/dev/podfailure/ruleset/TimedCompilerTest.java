package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleSetSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimedCompilerTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);

    private TimedCompiler compiler(Duration limit) {
        return new TimedCompiler(this::compile, limit, late::incrementAndGet);
    }

    /** Takes as long as the test wants for rule sets called slow, and fails in many ways for others. */
    private CompiledRuleSet compile(RuleSetSource source) {
        started.incrementAndGet();
        if (source.name().startsWith("slow")) {
            awaitEnd();
        } else if (source.name().equals("throws")) {
            throw new IllegalStateException("a bug");
        } else if (source.name().equals("overflows")) {
            return compile(source);
        }
        return RuleSets.compile(source);
    }

    private void awaitEnd() {
        try {
            slowMayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuleSetSource source(String name, long generation) {
        return StoredRuleSet.source(RuleSets.ruleSet(name, "uid", generation, RuleSets.spec(1, 0)));
    }

    @Test
    void givesTheCompilersAnswer() throws InterruptedException {
        assertThat(compiler(LONG).compile(source("good", 1), Optional.empty()))
                .isInstanceOfSatisfying(
                        Compilation.Compiled.class,
                        compiled -> assertThat(compiled.set().rules()).hasSize(1));
    }

    @Test
    void anExceptionKeepsTheLastGoodVersion() throws InterruptedException {
        Optional<CompiledRuleSet> lastGood = Optional.of(RuleSets.compile(source("throws", 1)));

        assertThat(compiler(LONG).compile(source("throws", 2), lastGood))
                .isEqualTo(new Compilation.Failed(
                        source("throws", 2), "java.lang.IllegalStateException: a bug", lastGood));
    }

    @Test
    void anExhaustedStackIsAFailureToo() throws InterruptedException {
        assertThat(compiler(LONG).compile(source("overflows", 1), Optional.empty()))
                .isInstanceOfSatisfying(
                        Compilation.Failed.class,
                        failed -> assertThat(failed.why()).contains("StackOverflowError"));
    }

    @Test
    void aCompilationThatTakesTooLongKeepsTheLastGoodVersion() throws InterruptedException {
        Optional<CompiledRuleSet> lastGood = Optional.of(RuleSets.compile(source("slow", 1)));

        assertThat(compiler(SHORT).compile(source("slow", 2), lastGood))
                .isEqualTo(new Compilation.Overdue(source("slow", 2), SHORT, lastGood));
    }

    @Test
    void takesALateAnswerWithoutCompilingAgain() throws InterruptedException {
        TimedCompiler compiler = compiler(SHORT);
        compiler.compile(source("slow", 1), Optional.empty());

        slowMayEnd.countDown();
        await().until(() -> late.get() == 1);

        assertThat(compiler.compile(source("slow", 1), Optional.empty())).isInstanceOf(Compilation.Compiled.class);
        assertThat(started).hasValue(1);
    }

    @Test
    void aLateAnswerToAnEarlierVersionIsNotTakenForThisOne() throws InterruptedException {
        TimedCompiler compiler = compiler(SHORT);
        compiler.compile(source("slow", 1), Optional.empty());
        assertThat(compiler.compile(source("slow", 2), Optional.empty())).isInstanceOf(Compilation.Overdue.class);

        slowMayEnd.countDown();
        await().until(() -> late.get() == 1);

        assertThat(compiler.compile(source("slow", 2), Optional.empty())
                        .source()
                        .generation())
                .isEqualTo(2);
        assertThat(started).hasValue(2);
    }

    @Test
    void onlyAFewMayExceedTheirTimeAtOnce() throws InterruptedException {
        TimedCompiler compiler = compiler(SHORT);
        for (int i = 0; i < 6; i++) {
            assertThat(compiler.compile(source("slow" + i, 1), Optional.empty()))
                    .isInstanceOf(Compilation.Overdue.class);
        }

        assertThat(started).hasValue(4);
    }
}
