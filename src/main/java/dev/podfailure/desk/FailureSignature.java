package dev.podfailure.desk;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.PodFailure.PodIdentity;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.WaitingContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a failure looks like without what is peculiar to one pod, so that failures of one cause look alike: names of the pod,
 * its owner and its node, times, addresses, identifiers, paths and numbers become {@code <pod>}, {@code <time>} and so on.
 */
public final class FailureSignature {
    private static final int MAX_CHARACTERS = 400;
    private static final int MAX_MESSAGE_CHARACTERS = 2_000;

    /** A kind of text that differs from pod to pod. The order counts: a number is looked for last. */
    private record Peculiar(Pattern pattern, String name) {
        static Peculiar of(String pattern, String name) {
            return new Peculiar(Pattern.compile(pattern), name);
        }
    }

    private static final List<Peculiar> PECULIAR = List.of(
            Peculiar.of("\\b[a-z][a-z0-9+.-]{1,10}://[^\\s\"'<>)\\]]+", "<url>"),
            Peculiar.of(
                    "\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?", "<time>"),
            Peculiar.of("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b", "<uuid>"),
            Peculiar.of("\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b", "<address>"),
            Peculiar.of("\\b(?:sha256:)?(?=[0-9a-f]*\\d)[0-9a-f]{12,64}\\b|\\b0[xX][0-9a-fA-F]+\\b", "<hex>"),
            Peculiar.of("(?<![\\w<./])/[\\w@%+~.-]+(?:/[\\w@%+~.-]+)*/?", "<path>"),
            // Identifiers: letters and at least two separate digits, as in x7k2p.
            Peculiar.of("\\b(?=[a-z0-9]*[a-z])[a-z0-9]*\\d[a-z]+\\d[a-z0-9]*\\b", "<id>"),
            Peculiar.of("(?<![\\w<])\\d+(?:[.,]\\d+)*(?!\\w*>)", "<n>"));

    private FailureSignature() {}

    /** One line, escaped and cut. */
    public static String of(PodFailure failure) {
        List<String> parts = new ArrayList<>();
        add(parts, "podReason", failure.reason());
        addMessage(parts, "podMessage", failure.message(), failure.pod());
        List<TerminatedContainer> failed = failure.failedContainers();
        if (!failed.isEmpty()) {
            TerminatedContainer first = failed.getFirst();
            parts.add("exitCode=" + first.exitCode());
            add(parts, "reason", first.reason());
            addMessage(parts, "message", first.message(), failure.pod());
        } else if (!failure.waiting().isEmpty()) {
            WaitingContainer first = failure.waiting().getFirst();
            add(parts, "waiting", first.reason());
            addMessage(parts, "message", first.message(), failure.pod());
        }
        return parts.isEmpty() ? "nothing to see" : EscapedText.of(String.join(" ", parts), MAX_CHARACTERS);
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + value);
        }
    }

    private static void addMessage(List<String> parts, String name, String text, PodIdentity pod) {
        if (!text.isBlank()) {
            parts.add(name + "=\"" + normalised(text, pod) + "\"");
        }
    }

    static String normalised(String text, PodIdentity pod) {
        String result = text.substring(0, Math.min(text.length(), MAX_MESSAGE_CHARACTERS))
                .strip()
                .replaceAll("\\s+", " ");
        result = without(result, pod.uid(), "<uid>");
        result = without(result, pod.name(), "<pod>");
        result = without(result, pod.ownerName(), "<owner>");
        result = without(result, pod.nodeName(), "<node>");
        for (Peculiar peculiar : PECULIAR) {
            result = peculiar.pattern().matcher(result).replaceAll(peculiar.name());
        }
        return result;
    }

    /** Takes a name out where it stands as a word of its own. */
    private static String without(String text, String name, String placeholder) {
        return name.length() < 3
                ? text
                : text.replaceAll("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])", placeholder);
    }
}
