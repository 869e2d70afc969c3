package dev.podfailure.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link RuleBookBenchmark} and prints one line an input file, the ancestor's figure beside it. */
final class RuleBookBenchmarkTable {
    /** Microseconds a pod: Go 1.26, its own code, every rule in order, on 2 cores of another day. */
    private static final Map<String, Double> ANCESTOR = Map.of(
            "rules-10-bytes-256", 2.9,
            "rules-10-bytes-4096", 197.0,
            "rules-100-bytes-256", 88.0,
            "rules-100-bytes-4096", 869.0,
            "rules-1000-bytes-256", 758.0,
            "rules-1000-bytes-4096", 7_628.0);

    private static final List<String> INPUTS = List.of(
            "rules-10-bytes-256",
            "rules-10-bytes-4096",
            "rules-100-bytes-256",
            "rules-100-bytes-4096",
            "rules-1000-bytes-256",
            "rules-1000-bytes-4096");

    private RuleBookBenchmarkTable() {}

    /** Takes names of inputs, to run some only. */
    public static void main(String[] args) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(RuleBookBenchmark.class.getName()).addProfiler(GCProfiler.class);
        if (args.length > 0) {
            options.param("input", args);
        }
        print(new Runner(options.build()).run());
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Double> figures = new HashMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String key = benchmark.substring(benchmark.lastIndexOf('.') + 1) + " "
                    + result.getParams().getParam("input");
            figures.put(key, result.getPrimaryResult().getScore());
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            figures.put("bytes " + key, allocated == null ? Double.NaN : allocated.getScore());
        }
        System.out.printf(
                "%n%-24s %11s %14s %7s %11s %12s %12s%n",
                "input", "indexed us", "sequential us", "ratio", "B per pod", "ancestor us", "compile ms");
        for (String input : INPUTS) {
            if (figures.containsKey("indexed " + input)) {
                print(input, figures);
            }
        }
    }

    private static void print(String input, Map<String, Double> figures) {
        double indexed = figure(figures, "indexed " + input);
        double sequential = figure(figures, "sequential " + input);
        System.out.printf(
                "%-24s %11.2f %14.1f %7.1f %11.0f %12.1f %12.1f%n",
                input,
                indexed,
                sequential,
                sequential / indexed,
                figure(figures, "bytes indexed " + input),
                figure(ANCESTOR, input),
                figure(figures, "compile " + input) / 1_000);
    }

    private static double figure(Map<String, Double> figures, String key) {
        return figures.getOrDefault(key, Double.NaN);
    }
}
