package dev.podfailure.desk;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** A table as kubectl prints it: as wide as its widest cells, the last column as long as it is. */
public final class Columns {
    private static final String GAP = "   ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public Columns(List<String> header) {
        this.header = List.copyOf(header);
    }

    /** Adds a row; an empty cell is shown as {@code <none>}. */
    public void add(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
        }
        rows.add(cells.stream().map(cell -> cell.isEmpty() ? "<none>" : cell).toList());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints header and rows. */
    public void print(PrintWriter out, Ansi colours) {
        int[] widths = new int[header.size() - 1];
        widen(widths, header);
        rows.forEach(row -> widen(widths, row));
        out.print(colours.string("@|bold " + line(header, widths) + "|@") + "\n");
        rows.forEach(row -> out.print(line(row, widths) + "\n"));
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], cells.get(column).length());
        }
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(cells.get(column))
                    .repeat(' ', widths[column] - cells.get(column).length())
                    .append(GAP);
        }
        return line.append(cells.getLast()).toString();
    }
}
