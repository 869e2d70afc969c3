package dev.podfailure.watch;

import java.util.ArrayList;
import java.util.List;

/** One line of a watch as a person reads it. */
public final class EventLine {
    private EventLine() {}

    /** Time, pod, category, rule and evidence. */
    public static String of(EventRecord.Failure event) {
        List<String> parts = new ArrayList<>();
        parts.add(event.classifiedAt().isEmpty() ? "-" : event.classifiedAt());
        parts.add(event.namespace() + "/" + event.name());
        parts.add(event.subcategory().isEmpty() ? event.category() : event.category() + "/" + event.subcategory());
        parts.add(event.rule().isEmpty() ? "(default)" : event.rule());
        parts.add(event.evidence());
        List<String> remarks = new ArrayList<>();
        if (event.revision() > 0) {
            remarks.add("revision " + event.revision());
        }
        if (!event.annotated()) {
            remarks.add("the pod is gone");
        }
        if (event.backlog()) {
            remarks.add("backlog");
        }
        if (!event.kind().equals("PodFailed")) {
            remarks.add(event.kind());
        }
        if (!remarks.isEmpty()) {
            parts.add("[" + String.join(", ", remarks) + "]");
        }
        return String.join("  ", parts);
    }

    /** What was lost, and what follows. */
    public static String of(EventRecord.Loss loss) {
        StringBuilder line = new StringBuilder("-- gap: ").append(loss.reason());
        line.append(
                loss.lostEvents() == null
                        ? ", events may be missing"
                        : ", up to " + loss.lostEvents() + " events lost");
        if (!loss.lostAfter().isEmpty()) {
            line.append(" after ").append(loss.lostAfter());
        }
        if (!loss.lostBefore().isEmpty()) {
            line.append(" before ").append(loss.lostBefore());
        }
        return line.toString();
    }
}
