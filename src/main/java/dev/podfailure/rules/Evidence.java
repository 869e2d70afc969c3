package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What satisfied the rule, matcher by matcher; for a default, what was seen.
 *
 * @param items in the order of the rule's matchers
 */
public record Evidence(List<Item> items) {
    /** Upper bound of {@link #line}, in bytes of UTF-8. */
    public static final int MAX_LINE_BYTES = 1_024;

    public Evidence {
        items = List.copyOf(items);
    }

    /**
     * One matcher and what satisfied it.
     *
     * @param matcher name of the matcher in the custom resource, such as {@code onExitCodes}; {@code ""} for a default
     * @param container name of the container, {@code ""} for the pod level
     * @param field what was looked at, such as {@code exitCode}
     * @param value the value, or the matched part of a text: escaped, at most 160 characters
     */
    public record Item(String matcher, String container, String field, String value) {

        /** Whether the value is part of a text that a program or a registry wrote: it may hold what not everybody may see. */
        public boolean isText() {
            return field.equals("message") && !matcher.isEmpty();
        }

        private boolean continues(@Nullable Item earlier) {
            return earlier != null && matcher.equals(earlier.matcher) && container.equals(earlier.container);
        }

        private String start() {
            String where = container.isEmpty() ? "" : "container=" + EscapedText.of(container);
            return matcher.isEmpty() || where.isEmpty() ? matcher + where : matcher + " " + where;
        }

        private String fieldAndValue(boolean withText) {
            if (isText()) {
                return field + "=" + (withText ? quoted() : "matched");
            }
            return field + "=" + (isPlain() ? value : quoted());
        }

        private boolean isPlain() {
            return !value.isEmpty() && value.chars().noneMatch(character -> " \";=".indexOf(character) >= 0);
        }

        private String quoted() {
            return '"' + value.replace("\"", "\\\"") + '"';
        }
    }

    /**
     * All of it in one line, as in the annotation: {@code onExitCodes container=main exitCode=137; onPodReason reason=Evicted}.
     *
     * @param withText whether the matched parts of texts are in it; without, it only says that they matched
     * @return at most {@link #MAX_LINE_BYTES} bytes, without control characters
     */
    public String line(boolean withText) {
        StringBuilder line = new StringBuilder();
        Item earlier = null;
        for (Item item : items) {
            if (!item.continues(earlier)) {
                line.append(earlier == null ? "" : "; ").append(item.start());
            }
            boolean first = line.isEmpty() || line.charAt(line.length() - 1) == ' ';
            line.append(first ? "" : " ").append(item.fieldAndValue(withText));
            earlier = item;
        }
        return EscapedText.cutToBytes(EscapedText.of(line.toString()), MAX_LINE_BYTES);
    }
}
