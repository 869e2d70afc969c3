package dev.podfailure.ruleset;

import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleSetSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Compiles within a time limit, whatever the rules are. A compilation that exceeds it goes on by itself, because nothing
 * can stop it, but only a few may do so at a time. Not thread-safe: one thread asks.
 */
final class TimedCompiler {
    private static final int MAX_STRAGGLERS = 4;

    /** Deep nesting in a pattern recurses; a fixed size makes the outcome the same wherever this runs. */
    private static final long STACK_BYTES = 4L << 20;

    private record Attempt(RuleSetSource source, CompletableFuture<CompiledRuleSet> answer, AtomicBoolean overdue) {}

    private final Function<RuleSetSource, CompiledRuleSet> compiler;
    private final Duration limit;
    private final Runnable onLateAnswer;

    /** What exceeded its time and still runs, or has ended since the last question about that rule set. */
    private final Map<RuleSetKey, Attempt> stragglers = new HashMap<>();

    /** @param onLateAnswer called on another thread when an overdue compilation has ended: worth asking again */
    TimedCompiler(Function<RuleSetSource, CompiledRuleSet> compiler, Duration limit, Runnable onLateAnswer) {
        this.compiler = compiler;
        this.limit = limit;
        this.onLateAnswer = onLateAnswer;
    }

    /** @param lastGood rules of an earlier version, to stay in use if this one gives no answer */
    Compilation compile(RuleSetSource source, Optional<CompiledRuleSet> lastGood) throws InterruptedException {
        RuleSetKey key = new RuleSetKey(source.namespace(), source.name());
        Attempt attempt = stragglers.get(key);
        if (attempt != null && attempt.answer.isDone()) {
            stragglers.remove(key);
            attempt = attempt.source.equals(source) ? attempt : null;
        } else if (attempt != null || running() >= MAX_STRAGGLERS) {
            return new Compilation.Overdue(source, limit, lastGood);
        }
        return await(key, attempt == null ? start(source) : attempt, lastGood);
    }

    /** Nobody will ask about this rule set again. */
    void forget(RuleSetKey key) {
        stragglers.computeIfPresent(key, (gone, attempt) -> attempt.answer.isDone() ? null : attempt);
    }

    private long running() {
        return stragglers.values().stream()
                .filter(attempt -> !attempt.answer.isDone())
                .count();
    }

    private Attempt start(RuleSetSource source) {
        Attempt attempt = new Attempt(source, new CompletableFuture<>(), new AtomicBoolean());
        Thread thread = new Thread(
                null, () -> run(attempt), "compile-" + source.namespace() + "/" + source.name(), STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return attempt;
    }

    @SuppressWarnings(
            "CatchingUnchecked") // an Error of the compiler (stack, heap) must not cost the operator its rules
    private void run(Attempt attempt) {
        try {
            attempt.answer.complete(compiler.apply(attempt.source));
        } catch (Throwable e) {
            attempt.answer.completeExceptionally(e);
        }
        if (attempt.overdue.get()) {
            onLateAnswer.run();
        }
    }

    private Compilation await(RuleSetKey key, Attempt attempt, Optional<CompiledRuleSet> lastGood)
            throws InterruptedException {
        try {
            return new Compilation.Compiled(attempt.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Compilation.Failed(attempt.source, String.valueOf(e.getCause()), lastGood);
        } catch (TimeoutException e) {
            stragglers.put(key, attempt);
            attempt.overdue.set(true);
            if (attempt.answer.isDone()) {
                onLateAnswer.run();
            }
            return new Compilation.Overdue(attempt.source, limit, lastGood);
        }
    }
}
