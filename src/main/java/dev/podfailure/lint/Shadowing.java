package dev.podfailure.lint;

import java.util.List;

/** Finds rules that an earlier one of the same set leaves nothing to. */
final class Shadowing {
    private final Findings findings;

    Shadowing(Findings findings) {
        this.findings = findings;
    }

    /** @param rules of one set, in order; those with errors left out */
    void check(List<LintedRule> rules) {
        for (int i = 1; i < rules.size(); i++) {
            LintedRule later = rules.get(i);
            rules.subList(0, i).stream()
                    .filter(earlier -> Implication.holds(later.rule(), earlier.rule()))
                    .findFirst()
                    .ifPresent(earlier -> report(later, earlier));
        }
    }

    private void report(LintedRule later, LintedRule earlier) {
        boolean same = Implication.holds(earlier.rule(), later.rule());
        findings.add(
                later.path(),
                same ? Code.DUPLICATE : Code.UNWINNABLE,
                same
                        ? Findings.quote(later.name()) + " asks the same as " + Findings.quote(earlier.name())
                                + " before it, and can never win"
                        : Findings.quote(later.name()) + " can never win: " + Findings.quote(earlier.name())
                                + " before it asks less and matches whatever this one does");
    }
}
