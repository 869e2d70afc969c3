package dev.podfailure.bench;

import com.google.re2j.Pattern;
import dev.podfailure.rules.text.TextIndex;
import java.io.IOException;
import java.util.List;
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

/** Every text of a pod against every pattern for its field: by the index, and by RE2/J pattern by pattern. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TextIndexBenchmark {
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

    private List<BenchInput.Field> fields = List.of();
    private List<TextIndex> indexes = List.of();

    /** Reads the input and builds the indexes. */
    @Setup
    public void readInput() throws IOException {
        BenchInput read = BenchInput.read(input);
        if (read.pods() != PODS) {
            throw new IllegalStateException(input + " has " + read.pods() + " pods");
        }
        fields = read.fields();
        indexes = fields.stream().map(BenchInput.Field::index).toList();
    }

    /** By the index. */
    @Benchmark
    @OperationsPerInvocation(PODS)
    public void indexed(Blackhole answers) {
        for (int i = 0; i < fields.size(); i++) {
            for (String text : fields.get(i).texts()) {
                answers.consume(indexes.get(i).firstMatch(text, TextIndex.NO_MATCH));
            }
        }
    }

    /** Pattern by pattern. */
    @Benchmark
    @OperationsPerInvocation(PODS)
    public void sequential(Blackhole answers) {
        for (BenchInput.Field field : fields) {
            for (String text : field.texts()) {
                answers.consume(firstMatch(field.patterns(), text));
            }
        }
    }

    private static int firstMatch(List<Pattern> patterns, String text) {
        for (int number = 0; number < patterns.size(); number++) {
            if (patterns.get(number).matcher(text).find()) {
                return number;
            }
        }
        return TextIndex.NO_MATCH;
    }
}
