package dev.podfailure.convert;

import dev.podfailure.convert.Remark.Severity;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.files.FoundObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects remarks about one document by the paths of its values. */
final class Remarks {
    private static final int MAX_QUOTED = 80;

    private final FoundObject document;
    private final List<Remark> found = new ArrayList<>();

    Remarks(FoundObject document) {
        this.document = document;
    }

    void error(String path, String text) {
        add(path, Severity.ERROR, text);
    }

    void warning(String path, String text) {
        add(path, Severity.WARNING, text);
    }

    void note(String path, String text) {
        add(path, Severity.NOTE, text);
    }

    boolean hasErrors() {
        return found.stream().anyMatch(remark -> remark.severity() == Severity.ERROR);
    }

    /** In the order of the file. */
    List<Remark> found() {
        return found.stream()
                .sorted(Comparator.comparingInt(
                                (Remark remark) -> remark.place().line())
                        .thenComparingInt(remark -> remark.place().column()))
                .toList();
    }

    private void add(String path, Severity severity, String text) {
        found.add(new Remark(document.placeOf(path), severity, text));
    }

    /** A value of the configuration as it may stand in a sentence. */
    static String quote(String value) {
        return '"' + EscapedText.of(value, MAX_QUOTED) + '"';
    }
}
