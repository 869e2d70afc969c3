package dev.podfailure.demo;

import java.io.PrintStream;

/** What the user sees. Lines come from several threads and never mix. */
final class Screen {
    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
    }

    synchronized void line(String text) {
        out.println(text);
    }

    synchronized void heading(String text) {
        out.println();
        out.println("== " + text);
    }

    void tableHead() {
        row("NAMESPACE", "POD", "CATEGORY", "SUBCATEGORY", "RULE");
    }

    void row(String namespace, String pod, String category, String subcategory, String rule) {
        line("%-15s %-43s %-15s %-20s %s"
                .formatted(namespace, pod, category, subcategory, rule)
                .stripTrailing());
    }
}
