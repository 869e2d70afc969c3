package dev.podfailure.stream;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request, collected so that the client learns all of it at once. */
final class RequestProblems {
    private final List<FieldViolation> violations = new ArrayList<>();
    private final List<String> unserved = new ArrayList<>();

    /** A field has a value that cannot be. */
    void invalid(String field, String description) {
        violations.add(FieldViolation.newBuilder()
                .setField(field)
                .setDescription(description)
                .build());
    }

    /** A field is used that this version does not serve. */
    void unserved(String field) {
        unserved.add(field);
    }

    /** Fields that this version does not know: to leave a filter out would send what the client did not ask for. */
    void refuseUnknownFields(String where, Message message) {
        message.getUnknownFields()
                .asMap()
                .keySet()
                .forEach(number -> unserved((where.isEmpty() ? "" : where + ".") + "<field number " + number + ">"));
    }

    boolean isEmpty() {
        return violations.isEmpty() && unserved.isEmpty();
    }

    /** All of it as an error of the call. */
    StatusRuntimeException toException() {
        return violations.isEmpty()
                ? StreamErrors.unserved("this server does not serve " + String.join(", ", unserved))
                : StreamErrors.invalid(violations);
    }
}
