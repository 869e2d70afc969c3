package dev.podfailure.ruletest;

import dev.podfailure.classify.PodAnswer;
import dev.podfailure.files.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files of rule tests with their rules, ready to run: all of it could be read, and every rule that is expected is there. */
public final class RuleTests {
    /** Files with the same rules share them: the library is compiled once for all of its tests. */
    private record RulesKey(List<Path> files, String operatorNamespace) {}

    /** A file of tests with the rules that it is about. */
    private record Prepared(RuleTestFile file, TestedRules rules) {}

    private final List<Prepared> files = new ArrayList<>();
    private final Coverage coverage = new Coverage();

    private RuleTests() {}

    /**
     * Reads the tests and their rules.
     *
     * @throws InvalidInputException at the first mistake
     */
    public static RuleTests read(List<String> names, TestSettings settings) {
        RuleTests tests = new RuleTests();
        Map<RulesKey, TestedRules> known = new HashMap<>();
        for (String name : names) {
            RuleTestFile file = RuleTestReader.read(name);
            List<Path> normal = file.ruleSets().stream()
                    .map(path -> path.toAbsolutePath().normalize())
                    .toList();
            TestedRules rules = known.computeIfAbsent(
                    new RulesKey(normal, file.operatorNamespace()), key -> TestedRules.read(file, settings));
            file.cases().forEach(rules::check);
            tests.coverage.add(rules);
            tests.files.add(new Prepared(file, rules));
        }
        return tests;
    }

    /** What the compiler left out of the rules, for a person; one line each. */
    public Set<String> remarks() {
        Set<String> remarks = new LinkedHashSet<>();
        files.forEach(each -> remarks.addAll(each.rules.remarks()));
        return remarks;
    }

    /** Runs all of them. */
    public TestReport run() {
        List<TestReport.FileResult> results = new ArrayList<>();
        for (Prepared each : files) {
            results.add(new TestReport.FileResult(
                    each.file.name(),
                    each.file.cases().stream()
                            .map(tested -> run(tested, each.rules))
                            .toList()));
        }
        return new TestReport(results, coverage.rules(), coverage.never());
    }

    private RuleTestResult run(RuleTestCase tested, TestedRules rules) {
        PodAnswer answer = rules.ask(tested);
        coverage.won(answer.rule());
        List<Expectation.Difference> differences = tested.expected().differences(answer);
        return new RuleTestResult(
                tested, answer, differences, differences.isEmpty() ? List.of() : Explanation.of(tested, answer, rules));
    }
}
