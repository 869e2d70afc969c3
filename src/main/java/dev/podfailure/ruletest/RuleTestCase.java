package dev.podfailure.ruletest;

import dev.podfailure.files.FoundObject;
import dev.podfailure.files.Place;
import java.util.List;

/**
 * One case of a rule test.
 *
 * @param name unique in its file
 * @param place where it stands
 * @param pod what is asked about
 * @param events of the pod
 * @param expected what the answer has to be
 * @param expectedAt where that stands
 */
record RuleTestCase(
        String name, Place place, FoundObject pod, List<FoundObject> events, Expectation expected, Place expectedAt) {
    RuleTestCase {
        events = List.copyOf(events);
    }
}
