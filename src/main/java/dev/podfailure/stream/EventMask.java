package dev.podfailure.stream;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.failure.EscapedText;
import java.util.function.UnaryOperator;

/**
 * What of an event a client wants.
 *
 * @param fields empty for all of it
 */
record EventMask(FieldMask fields) implements UnaryOperator<FailureEvent> {
    private static final int MAX_PATHS = 64;

    /** Without them a client could not tell events apart. */
    private static final FieldMask ALWAYS =
            FieldMask.newBuilder().addPaths("event_id").addPaths("revision").build();

    /** The mask of a request; what no event has is told. {@code *} stands for everything. */
    static EventMask of(FieldMask asked, String field, RequestProblems problems) {
        if (asked.getPathsCount() > MAX_PATHS) {
            problems.invalid(field, "has " + asked.getPathsCount() + " paths, at most " + MAX_PATHS + " are allowed");
        } else {
            for (int i = 0; i < asked.getPathsCount(); i++) {
                String path = asked.getPaths(i);
                if (!path.equals("*") && !FieldMaskUtil.isValid(FailureEvent.class, path)) {
                    problems.invalid(
                            field + ".paths[" + i + "]",
                            "\"" + EscapedText.of(path, 80) + "\" is no field of FailureEvent");
                }
            }
        }
        boolean all = asked.getPathsCount() == 0 || asked.getPathsList().contains("*") || !problems.isEmpty();
        return new EventMask(all ? FieldMask.getDefaultInstance() : FieldMaskUtil.union(asked, ALWAYS));
    }

    @Override
    public FailureEvent apply(FailureEvent event) {
        return fields.getPathsCount() == 0 ? event : FieldMaskUtil.trim(fields, event);
    }
}
