package dev.podfailure.rig;

import java.util.function.Predicate;

/**
 * Which requests a fault is for.
 *
 * @param description for messages
 * @param predicate true for those
 */
public record RequestMatch(String description, Predicate<RequestHead> predicate) {

    /** The operator's commit: patches of {@code pods/status}. */
    public static RequestMatch podStatusPatch() {
        return new RequestMatch(
                "PATCH pods/status",
                head -> head.method().equals("PATCH")
                        && head.path().contains("/pods/")
                        && head.path().endsWith("/status"));
    }

    /** Watches of a resource, such as {@code pods}. */
    public static RequestMatch watchOf(String plural) {
        return new RequestMatch(
                "watch of " + plural, head -> head.isWatch() && head.path().endsWith("/" + plural));
    }

    /** Every watch. */
    public static RequestMatch anyWatch() {
        return new RequestMatch("any watch", RequestHead::isWatch);
    }

    /** Requests of a method to paths that contain a text. */
    public static RequestMatch of(String method, String pathPart) {
        return new RequestMatch(
                method + " " + pathPart,
                head -> head.method().equals(method) && head.path().contains(pathPart));
    }

    public boolean matches(RequestHead head) {
        return predicate.test(head);
    }
}
