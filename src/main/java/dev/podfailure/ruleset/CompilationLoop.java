package dev.podfailure.ruleset;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleSetSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the active rules equal to what the informer has, on one thread of its own. What waits are names, not versions:
 * each is compiled as it is when its turn comes, so the queue is never longer than the cluster has rule sets, and the
 * versions of one object are taken in order.
 */
final class CompilationLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompilationLoop.class);

    private final Function<RuleSetKey, Optional<FailureCategoryRuleSet>> stored;
    private final TimedCompiler compiler;
    private final ActiveRules rules;
    private final List<CompilationListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<RuleSetKey, Compilation> compilations = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "ruleset-compiler");

    /** Guards the five below; notified at each change. */
    private final Object lock = new Object();

    private final LinkedHashSet<RuleSetKey> queue = new LinkedHashSet<>();
    private final Set<RuleSetKey> awaited = new HashSet<>();
    private boolean answeredLate;
    private boolean listed;
    private boolean closed;

    private volatile boolean started;

    /**
     * @param stored what the informer's cache has now
     * @param limit time that the compilation of one rule set may take
     */
    CompilationLoop(
            Function<RuleSetKey, Optional<FailureCategoryRuleSet>> stored,
            Function<RuleSetSource, CompiledRuleSet> compiler,
            Duration limit,
            ActiveRules rules) {
        this.stored = stored;
        this.compiler = new TimedCompiler(compiler, limit, this::lateAnswer);
        this.rules = rules;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void listen(CompilationListener listener) {
        listeners.add(listener);
    }

    /** Something happened to this rule set. Never blocks. */
    void changed(RuleSetKey key) {
        synchronized (lock) {
            queue.add(key);
            lock.notifyAll();
        }
    }

    /** These are the rule sets of the first full listing; once each was compiled, the rules are put to use. */
    void listed(Collection<RuleSetKey> keys) {
        synchronized (lock) {
            queue.addAll(keys);
            awaited.addAll(keys);
            listed = true;
            lock.notifyAll();
        }
    }

    /** Whether every rule set of the first full listing is compiled and in use. */
    boolean isStarted() {
        return started;
    }

    Set<RuleSetKey> known() {
        return Set.copyOf(compilations.keySet());
    }

    Optional<Compilation> find(RuleSetKey key) {
        return Optional.ofNullable(compilations.get(key));
    }

    private void lateAnswer() {
        synchronized (lock) {
            answeredLate = true;
            lock.notifyAll();
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                RuleSetKey key = next();
                if (key != null) {
                    handle(key);
                }
                startOnceAllAreCompiled(key);
            }
        } catch (InterruptedException e) {
            LOG.debug("The compilation of rule sets was interrupted", e);
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Waits for something to do; null if that is not a rule set. */
    private @Nullable RuleSetKey next() throws InterruptedException {
        synchronized (lock) {
            while (queue.isEmpty() && !closed && !answeredLate && (started || !listed || !awaited.isEmpty())) {
                lock.wait();
            }
            if (answeredLate) {
                answeredLate = false;
                queue.addAll(overdue());
            }
            return closed || queue.isEmpty() ? null : queue.removeFirst();
        }
    }

    /** The answer is to one of these, and the thread that it frees may serve another. */
    private List<RuleSetKey> overdue() {
        return compilations.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Compilation.Overdue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void handle(RuleSetKey key) throws InterruptedException {
        try {
            Optional<FailureCategoryRuleSet> now = stored.apply(key);
            if (now.isPresent()) {
                compile(key, StoredRuleSet.source(now.get()));
            } else {
                forget(key);
            }
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("ruleset", key).setCause(e).log("A rule set could not be put to use");
        }
    }

    private void compile(RuleSetKey key, RuleSetSource source) throws InterruptedException {
        Compilation known = compilations.get(key);
        if (known != null && known.isOf(source) && !(known instanceof Compilation.Overdue)) {
            return;
        }
        Optional<CompiledRuleSet> lastGood = Optional.ofNullable(known)
                .filter(earlier -> earlier.source().uid().equals(source.uid()))
                .flatMap(Compilation::inUse);
        Compilation next = compiler.compile(source, lastGood);
        if (next.equals(known)) {
            return;
        }
        compilations.put(key, next);
        if (started) {
            putToUse(key, next);
        }
        listeners.forEach(listener -> listener.compiled(key, next));
    }

    private void putToUse(RuleSetKey key, Compilation compilation) {
        if (compilation instanceof Compilation.Compiled compiled) {
            rules.put(compiled.set());
        } else if (compilation.inUse().isEmpty()) {
            rules.remove(key.namespace(), key.name());
        }
    }

    private void forget(RuleSetKey key) {
        compiler.forget(key);
        if (compilations.remove(key) == null) {
            return;
        }
        if (started) {
            rules.remove(key.namespace(), key.name());
        }
        listeners.forEach(listener -> listener.gone(key));
    }

    private void startOnceAllAreCompiled(@Nullable RuleSetKey done) {
        synchronized (lock) {
            awaited.remove(done);
            if (started || closed || !listed || !awaited.isEmpty()) {
                return;
            }
        }
        rules.start(compilations.values().stream()
                .flatMap(compilation -> compilation.inUse().stream())
                .toList());
        started = true;
        LOG.atInfo().addKeyValue("rulesets", compilations.size()).log("Rule sets compiled");
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        thread.interrupt();
    }
}
