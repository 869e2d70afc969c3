package dev.podfailure.bench;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link TextIndexBenchmark} and prints one line an input file. */
final class TextIndexBenchmarkTable {
    private TextIndexBenchmarkTable() {}

    /** Takes a part of the inputs' names, to run some only. */
    public static void main(String[] args) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(TextIndexBenchmark.class.getName()).addProfiler(GCProfiler.class);
        if (args.length > 0) {
            options.param("input", args);
        }
        print(new Runner(options.build()).run());
    }

    private static void print(Collection<RunResult> results) {
        Map<String, RunResult> indexed = new TreeMap<>();
        Map<String, RunResult> sequential = new TreeMap<>();
        for (RunResult result : results) {
            boolean byIndex = result.getParams().getBenchmark().endsWith(".indexed");
            (byIndex ? indexed : sequential).put(result.getParams().getParam("input"), result);
        }
        System.out.printf(
                "%n%-24s %12s %14s %8s %12s%n", "texts of a pod", "indexed us", "sequential us", "ratio", "B per pod");
        indexed.forEach((input, result) -> {
            double mine = result.getPrimaryResult().getScore();
            double theirs = sequential.containsKey(input)
                    ? sequential.get(input).getPrimaryResult().getScore()
                    : Double.NaN;
            double allocated = Objects.requireNonNull(
                            result.getSecondaryResults().get("gc.alloc.rate.norm"))
                    .getScore();
            System.out.printf("%-24s %12.2f %14.1f %8.0f %12.0f%n", input, mine, theirs, theirs / mine, allocated);
        });
    }
}
