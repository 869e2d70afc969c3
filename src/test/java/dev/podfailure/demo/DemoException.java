package dev.podfailure.demo;

/** Why the demo cannot go on, in words for its user. */
final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }
}
