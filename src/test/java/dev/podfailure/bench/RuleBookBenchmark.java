package dev.podfailure.bench;

import dev.podfailure.rules.BenchRules;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The whole classifier on the ancestor's benchmark inputs: by the index, and rule by rule. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RuleBookBenchmark {
    private static final int PODS = 50;

    @Param({
        "rules-10-bytes-256",
        "rules-10-bytes-4096",
        "rules-100-bytes-256",
        "rules-100-bytes-4096",
        "rules-1000-bytes-256",
        "rules-1000-bytes-4096"
    })
    private String input = "";

    private BenchRules rules = BenchRules.NONE;

    /** Compiles the rules and reads the pods. */
    @Setup
    public void readInput() throws IOException {
        rules = BenchRules.read(input);
        if (rules.pods() != PODS) {
            throw new IllegalStateException(input + " has " + rules.pods() + " pods");
        }
    }

    /** By the index. */
    @Benchmark
    @OperationsPerInvocation(PODS)
    public void indexed(Blackhole answers) {
        rules.classify(answers::consume);
    }

    /** Rule by rule. */
    @Benchmark
    @OperationsPerInvocation(PODS)
    public void sequential(Blackhole answers) {
        rules.classifyRuleByRule(answers::consume);
    }

    /** Compiles all rules and builds the book; the time is that of all of them, divided by the number of pods. */
    @Benchmark
    @OperationsPerInvocation(1)
    public Object compile() {
        return rules.compile();
    }
}
