package dev.podfailure.ruletest;

import dev.podfailure.classify.EventFiles;
import dev.podfailure.classify.Library;
import dev.podfailure.classify.Namespaces;
import dev.podfailure.classify.PodAnswer;
import dev.podfailure.classify.PodClassifier;
import dev.podfailure.classify.RuleSetFiles;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.files.ObjectFiles;
import dev.podfailure.files.Place;
import dev.podfailure.pod.SnapshotReview;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleBook;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules that one or more files of tests are about, compiled as the operator compiles them. */
final class TestedRules {
    private static final int MAX_NAMES = 10;

    private final Map<String, CompiledRuleSet> sets;
    private final Namespaces namespaces = new Namespaces();
    private final RuleBook book;
    private final List<String> remarks;

    private TestedRules(RuleSetFiles files, String defaultCategory) {
        this.sets = new TreeMap<>(files.sets());
        this.book = files.book(defaultCategory);
        this.remarks = files.remarks();
        namespaces.addAll(files.namespaces());
    }

    /**
     * Reads the rules of a file of tests.
     *
     * @throws InvalidInputException if one of its files cannot be read, or if there is no rule set in them
     */
    static TestedRules read(RuleTestFile tests, TestSettings settings) {
        RuleSetFiles files = new RuleSetFiles(settings.compilerOptions(tests.operatorNamespace()));
        List<String> names = tests.ruleSets().stream().map(Object::toString).toList();
        new ObjectFiles(InputStream.nullInputStream(), RuleSetFiles.KIND, true).read(names, files::add);
        if (files.sets().isEmpty()) {
            throw new InvalidInputException(
                    tests.ruleSetsAt(), "ruleSets: there is no " + RuleSetFiles.KIND + " in these files");
        }
        if (settings.withLibrary()) {
            Library.read(files::addUnlessThere);
        }
        return new TestedRules(files, settings.defaultCategory());
    }

    /** What the compiler left out, for a person. */
    List<String> remarks() {
        return remarks;
    }

    /** The rule sets by {@code namespace/name}. */
    Map<String, CompiledRuleSet> sets() {
        return sets;
    }

    /** The answer of all the rules. */
    PodAnswer ask(RuleTestCase tested) {
        return ask(tested, book, false);
    }

    /** The answer of one rule set alone, with every rule that it was asked. */
    PodAnswer askAlone(RuleTestCase tested, CompiledRuleSet set) {
        return ask(tested, RuleBook.of(List.of(set), ""), true);
    }

    private PodAnswer ask(RuleTestCase tested, RuleBook asked, boolean explain) {
        EventFiles events = new EventFiles();
        tested.events().forEach(events::add);
        return new PodClassifier(new SnapshotReview(asked, false), namespaces, events, explain).answer(tested.pod());
    }

    /** The rule set of a rule; absent for {@code ""}. */
    @Nullable
    CompiledRuleSet setOf(String rule) {
        int end = rule.lastIndexOf('/');
        return end < 0 ? null : sets.get(rule.substring(0, end));
    }

    /** @throws InvalidInputException if a case expects a rule that cannot win because there is none of this name */
    void check(RuleTestCase tested) {
        String rule = tested.expected().rule();
        if (rule == null || rule.isEmpty()) {
            return;
        }
        Place place = tested.expectedAt();
        if (!rule.matches("[^/]+/[^/]+/[^/]+")) {
            throw new InvalidInputException(place, "rule: " + rule + " is not of the form namespace/ruleset/rule");
        }
        CompiledRuleSet set = setOf(rule);
        if (set == null) {
            throw new InvalidInputException(
                    place,
                    "rule: " + rule + ": there is no such rule set; there are " + some(List.copyOf(sets.keySet())));
        }
        String name = rule.substring(rule.lastIndexOf('/') + 1);
        if (set.rules().stream().noneMatch(each -> each.name().equals(name))) {
            throw new InvalidInputException(
                    place,
                    "rule: " + rule + ": no rule of this name is in use in the rule set; there are "
                            + some(set.rules().stream().map(each -> each.name()).toList()));
        }
    }

    private static String some(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        return names.size() <= MAX_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MAX_NAMES)) + " and " + (names.size() - MAX_NAMES) + " more";
    }
}
