package dev.podfailure.management;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body before any compression
 */
record Page(int status, String contentType, String body) {
    static Page text(int status, String body) {
        return new Page(status, "text/plain; charset=utf-8", body);
    }
}
