package dev.podfailure.rules.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/** An RE2 pattern and what is known of the texts that it is found in. Immutable; made once, used in many indexes. */
public final class AnalysedPattern {
    private final Pattern pattern;
    private final PatternAnalysis analysis;

    private AnalysedPattern(Pattern pattern) {
        this.pattern = pattern;
        this.analysis = pattern.flags() == 0 ? PatternAnalysis.of(pattern.pattern()) : PatternAnalysis.NOTHING_KNOWN;
    }

    /** The analysis of a compiled pattern; takes microseconds. */
    public static AnalysedPattern of(Pattern pattern) {
        return new AnalysedPattern(pattern);
    }

    /** The pattern as RE2/J compiled it. */
    public Pattern pattern() {
        return pattern;
    }

    /** Whether most texts need no run of RE2/J: literals of some length rule them out, or are proof. */
    public boolean isSelective() {
        return analysis.isSelective();
    }

    /** Whether the pattern is found in every text, the empty one included. */
    public boolean isInAnything() {
        return analysis.sufficient() && analysis.requirements().isEmpty();
    }

    /** Whether the pattern is found in a text, by RE2/J alone. */
    public boolean isFoundIn(String text) {
        return pattern.matcher(text).find();
    }

    /** The same answer, mostly without RE2/J or for a part of the text only. */
    public boolean isIn(String text) {
        if (!analysis.allows(text)) {
            return false;
        }
        if (analysis.sufficient()) {
            return true;
        }
        return analysis.lineBound() ? isInALineOf(text) : isFoundIn(text);
    }

    /** The part of a text that the pattern matches first, the same as RE2/J's first match. */
    public Optional<String> firstMatchIn(String text) {
        if (!analysis.withinLine()) {
            return match(text);
        }
        int start = 0;
        while (start <= text.length()) {
            int end = Lines.endOf(text, start);
            String line = text.substring(start, end);
            if (analysis.allows(line)) {
                Optional<String> found = match(line);
                if (found.isPresent()) {
                    return found;
                }
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private boolean isInALineOf(String text) {
        int start = 0;
        while (start <= text.length()) {
            int end = Lines.endOf(text, start);
            String line = text.substring(start, end);
            if (analysis.allows(line) && isFoundIn(line)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    PatternAnalysis analysis() {
        return analysis;
    }

    private Optional<String> match(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(text.substring(matcher.start(), matcher.end())) : Optional.empty();
    }
}
