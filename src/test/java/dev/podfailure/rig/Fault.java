package dev.podfailure.rig;

import java.util.Map;

/** What happens to one request on a bad day of the API server. */
public sealed interface Fault {

    /**
     * The API server does not get the request; the client gets this answer.
     *
     * @param code HTTP status
     * @param headers added to the answer
     * @param body of the answer, JSON
     */
    record Answer(int code, Map<String, String> headers, String body) implements Fault {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** The connection is reset before the API server gets the request. */
    record ResetBefore() implements Fault {}

    /** The API server does what is asked, and the connection is reset before the client gets the answer. */
    record ResetAfter() implements Fault {}

    /** The API server does what is asked, and the client gets another answer instead. */
    record AnswerAfter(Answer answer) implements Fault {}

    /** A watch from a version that is forgotten: the client must list again. */
    record ExpiredWatch() implements Fault {}

    /** Nothing happens until the client gives up or {@link FaultyApiServer#heal()} cuts the connection. */
    record Hang() implements Fault {}

    /** The API server does what is asked, and then it is as with {@link Hang}. */
    record HangAfter() implements Fault {}

    /** Another client wrote in between. */
    static Fault conflict() {
        return status(409, "Conflict", "the object has been modified");
    }

    /** The API server sheds load. */
    static Fault tooManyRequests(int retryAfterSeconds) {
        Answer answer = status(429, "TooManyRequests", "too many requests, please try again later");
        return new Answer(answer.code(), Map.of("Retry-After", Integer.toString(retryAfterSeconds)), answer.body());
    }

    /** Something is broken inside. */
    static Fault internalError() {
        return status(500, "InternalError", "etcdserver: leader changed");
    }

    /** An error as the API server words it. */
    static Answer status(int code, String reason, String message) {
        String body = """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                "message":"%s","reason":"%s","code":%d}""".formatted(message, reason, code);
        return new Answer(code, Map.of(), body);
    }
}
