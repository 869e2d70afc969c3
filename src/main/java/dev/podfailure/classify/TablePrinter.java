package dev.podfailure.classify;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table for a person: failed pods only. The columns are as wide as the first rows need; whoever has more rows than that
 * wants a machine to read them.
 */
public final class TablePrinter implements AnswerPrinter {
    private static final List<String> HEADER =
            List.of("NAMESPACE", "POD", "OUTCOME", "CATEGORY", "SUBCATEGORY", "RULE", "EVIDENCE");
    private static final int ROWS_LOOKED_AT = 200;
    private static final int MAX_WIDTH = 60;

    private final PrintWriter out;
    private final List<PodAnswer> first = new ArrayList<>();
    private final int[] widths = new int[HEADER.size() - 1];
    private boolean begun;

    public TablePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void print(PodAnswer answer) {
        if (answer.outcome() == PodAnswer.Outcome.NotFailed) {
            return;
        }
        if (begun) {
            row(answer);
        } else {
            first.add(answer);
            if (first.size() == ROWS_LOOKED_AT) {
                begin();
            }
        }
    }

    @Override
    public void end() {
        if (!begun && !first.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        begun = true;
        for (int column = 0; column < widths.length; column++) {
            int width = HEADER.get(column).length();
            for (PodAnswer answer : first) {
                width = Math.max(width, cells(answer).get(column).length());
            }
            widths[column] = Math.min(width, MAX_WIDTH);
        }
        line(HEADER);
        first.forEach(this::row);
        first.clear();
    }

    private void row(PodAnswer answer) {
        line(cells(answer));
        if (answer.asked() != null) {
            if (!answer.hint().isEmpty()) {
                out.print("    hint: " + answer.hint() + "\n");
            }
            for (PodAnswer.Asked asked : answer.asked()) {
                out.print("    " + asked.rule() + ": "
                        + (asked.held() ? "holds" : asked.matcher() + " does not hold: " + asked.saw()) + "\n");
            }
        }
    }

    private void line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(cells.get(column))
                    .repeat(' ', Math.max(0, widths[column] - cells.get(column).length()))
                    .append("   ");
        }
        out.print(line.append(cells.getLast()).toString().stripTrailing() + "\n");
    }

    private static List<String> cells(PodAnswer answer) {
        return List.of(
                answer.namespace(),
                answer.name(),
                answer.outcome().name(),
                answer.category(),
                answer.subcategory(),
                answer.rule(),
                answer.evidenceLine());
    }
}
