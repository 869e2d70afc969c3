package dev.podfailure.classify;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Objects of the client's classes from what files hold. */
final class Typed {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final int MAX_PROBLEM = 200;

    private Typed() {}

    /** @throws InvalidInputException if a value is not of the type that its field has */
    static <T> T of(FoundObject object, Class<T> type) {
        try {
            return SERIALIZATION.convertValue(object.value(), type);
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new InvalidInputException(
                    object.place(), "this is no " + type.getSimpleName() + ": " + EscapedText.of(problem, MAX_PROBLEM));
        }
    }
}
