package dev.podfailure.files;

/** An input that cannot be read, or is not what was expected. The message names the place. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(Place place, String problem) {
        super(place + ": " + problem);
    }

    public InvalidInputException(String file, String problem) {
        super(file + ": " + problem);
    }
}
