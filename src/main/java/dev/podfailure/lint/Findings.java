package dev.podfailure.lint;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.files.FoundObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is found in one object. */
final class Findings {
    private static final int MAX_QUOTED = 80;

    private final FoundObject object;
    private final List<Finding> found = new ArrayList<>();

    Findings(FoundObject object) {
        this.object = object;
    }

    void add(String path, Code code, String text) {
        found.add(new Finding(object.placeOf(path), path, code, text));
    }

    /** Whether something is wrong at this path, below it or around it. */
    boolean hasErrorNear(String path) {
        return errors().anyMatch(finding ->
                isWithin(finding.path(), path) || (isDeep(finding.path()) && isWithin(path, finding.path())));
    }

    /** Whether something is wrong at this path or below it. */
    boolean hasErrorIn(String path) {
        return errors().anyMatch(finding -> isWithin(finding.path(), path));
    }

    private Stream<Finding> errors() {
        return found.stream().filter(finding -> finding.code().isError());
    }

    /** A mistake of the whole spec or of its list of rules says nothing of what is in it. */
    private static boolean isDeep(String path) {
        return !path.isEmpty() && !path.equals("spec") && !path.equals("spec.rules");
    }

    List<Finding> found() {
        return List.copyOf(found);
    }

    private static boolean isWithin(String path, String outer) {
        return outer.isEmpty() || path.equals(outer) || path.startsWith(outer + ".") || path.startsWith(outer + "[");
    }

    /** A value as it may stand in a sentence. */
    static String quote(String value) {
        return '"' + EscapedText.of(value, MAX_QUOTED) + '"';
    }
}
