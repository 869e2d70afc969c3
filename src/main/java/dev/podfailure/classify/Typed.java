package dev.podfailure.classify;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;

/** Objects of the client's classes from what files hold. */
final class Typed {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final int MAX_PROBLEM = 200;

    private Typed() {}

    /** @throws InvalidInputException if a value is not of the type that its field has */
    static <T> T of(FoundObject object, Class<T> type) {
        Nulls.remove(object.value());
        try {
            return SERIALIZATION.convertValue(object.value(), type);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    object.place(), "this is no " + type.getSimpleName() + ": " + path(e.getCause()) + problem(e));
        }
    }

    private static String problem(IllegalArgumentException e) {
        if (e.getCause() instanceof InvalidFormatException format) {
            return EscapedText.of(String.valueOf(format.getValue()), MAX_PROBLEM) + " is no "
                    + format.getTargetType().getSimpleName();
        }
        return e.getCause() instanceof MismatchedInputException
                ? "a value of another type is expected"
                : EscapedText.of(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""), MAX_PROBLEM);
    }

    /** Where in the object, such as {@code status.containerStatuses[0].restartCount: }. */
    private static String path(@Nullable Throwable cause) {
        if (!(cause instanceof JsonMappingException mapping)) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "" : path + ": ";
    }
}
