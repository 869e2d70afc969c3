package dev.podfailure.failure;

/**
 * An event of core/v1 or events.k8s.io/v1 about one pod, matched to it by UID.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason one word, such as {@code FailedMount}
 * @param message {@code ""} if absent
 * @param count how often it was seen, at least 1
 */
public record PodEvent(String type, String reason, String message, int count) {}
