package dev.podfailure.files;

import dev.podfailure.failure.EscapedText;

/**
 * An input that cannot be read, or is not what was expected. The message names the place; it is one line without control
 * characters, whatever the input holds.
 */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_CHARACTERS = 2_000;

    public InvalidInputException(Place place, String problem) {
        this(place.toString(), problem);
    }

    public InvalidInputException(String file, String problem) {
        super(EscapedText.of(file + ": " + problem, MAX_CHARACTERS));
    }
}
