package dev.podfailure.ruletest;

import dev.podfailure.files.Place;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of rule tests as it is written.
 *
 * @param name of the file, as the user gave it
 * @param ruleSets the files with the rules, in the order in which they were found
 * @param ruleSetsAt where they are named
 * @param operatorNamespace rule sets in it apply to pods of every namespace
 * @param cases never empty
 */
record RuleTestFile(
        String name, List<Path> ruleSets, Place ruleSetsAt, String operatorNamespace, List<RuleTestCase> cases) {
    RuleTestFile {
        ruleSets = List.copyOf(ruleSets);
        cases = List.copyOf(cases);
    }
}
