package dev.podfailure.desk;

import dev.podfailure.classify.PodAnswer;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Prints an explanation for a person. */
public final class ExplanationPrinter {
    private final PrintWriter out;
    private final Ansi colours;
    private final Instant now;

    public ExplanationPrinter(PrintWriter out, Ansi colours, Instant now) {
        this.out = out;
        this.colours = colours;
        this.now = now;
    }

    /** Prints all of it. */
    public void print(PodExplanation pod) {
        line("Pod", pod.namespace() + "/" + pod.name());
        line("Phase", pod.phase());
        line("Node", pod.node());
        line("Owner", pod.owner());
        out.println();
        annotated(pod.annotated());
        out.println();
        rulesNow(pod);
        list("Rules that are not in use", pod.remarks());
        list(
                "Not read, for want of a right or of an answer",
                pod.unread().stream()
                        .map(unread -> unread.what() + ": " + unread.why() + ". So " + unread.consequence() + ".")
                        .toList());
    }

    private void annotated(@Nullable AnnotatedFailure decision) {
        title("What stands on the pod");
        if (decision == null) {
            out.println("  nothing: the operator has not decided about it, or left it alone");
            return;
        }
        line("  Category", pair(decision.category(), decision.subcategory()));
        line("  Rule", decision.ruleOrDefault());
        line("  Evidence", decision.evidence());
        line("  Hint", decision.hint());
        line("  Responsible", decision.responsible());
        line("  Retry", decision.retry());
        line(
                "  Classified",
                Age.of(Instant.parse(decision.classifiedAt()), now) + " ago, revision " + decision.revision());
    }

    private void rulesNow(PodExplanation pod) {
        title("What the rules say now");
        PodAnswer answer = pod.now();
        if (answer == null) {
            out.println("  nothing: no rule set could be read");
            return;
        }
        switch (answer.outcome()) {
            case NotFailed ->
                out.println("  nothing: the pod is not in phase Failed (--as-if-failed asks all the same)");
            case DeletedOnPurpose ->
                out.println("  nothing: somebody stopped the pod on purpose, and no rule set includes such pods");
            case Unmatched -> {
                out.println("  nothing: no rule holds, and there is no default for this pod");
                line("  Seen", answer.evidenceLine());
            }
            case Ignored -> {
                out.println("  it is no failure");
                details(answer);
            }
            case Default -> {
                line("  Category", pair(answer.category(), answer.subcategory()) + ", the default: no rule holds");
                line("  Seen", answer.evidenceLine());
            }
            case Matched -> {
                line("  Category", pair(answer.category(), answer.subcategory()));
                details(answer);
            }
        }
        if (pod.changed()) {
            out.println("  This differs from what stands on the pod: 'reclassify " + pod.name() + " -n "
                    + pod.namespace() + "' asks for a new decision.");
        }
        asked(answer.asked());
    }

    private void details(PodAnswer answer) {
        line("  Rule", answer.rule());
        line("  Evidence", answer.evidenceLine());
        line("  Hint", answer.hint());
    }

    private void asked(@Nullable List<PodAnswer.Asked> rules) {
        if (rules == null || rules.isEmpty()) {
            return;
        }
        out.println();
        title("Rules asked, in this order");
        int width =
                rules.stream().mapToInt(asked -> asked.rule().length()).max().orElse(0);
        for (PodAnswer.Asked asked : rules) {
            out.print("  " + asked.rule() + " ".repeat(width - asked.rule().length() + 2));
            out.println(
                    asked.held() ? styled("bold,green", "holds") : asked.matcher() + " does not hold: " + asked.saw());
        }
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            title(title);
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private void title(String text) {
        out.println(styled("bold", text));
    }

    /** A line with a name and a value; none for an empty value. */
    private void line(String name, String value) {
        if (!value.isEmpty()) {
            out.println(name + " ".repeat(Math.max(1, 16 - name.length())) + value);
        }
    }

    private static String pair(String category, String subcategory) {
        return subcategory.isEmpty() ? category : category + "/" + subcategory;
    }

    /** Only our own words are given to this: it reads markup. */
    private String styled(String style, String text) {
        return colours.string("@|" + style + " " + text + "|@");
    }
}
