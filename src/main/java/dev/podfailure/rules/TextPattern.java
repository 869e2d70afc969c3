package dev.podfailure.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.rules.text.AnalysedPattern;
import dev.podfailure.rules.text.PatternCheck;
import dev.podfailure.rules.text.PatternFault;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A regular expression with Go's meaning, as the API server and the ancestor read it: RE2, unanchored. Immutable.
 *
 * <p>Patterns come from whoever may write rule sets, so one that could cost much is refused before or after compilation,
 * by bounds that depend on nothing but the pattern: every replica decides alike.
 */
final class TextPattern {
    static final int MAX_LENGTH = 1_024;

    /**
     * Matching costs about 10 ns for each instruction and character: at this size a text of 4 KiB takes 45 ms at worst. A
     * plain text of {@link #MAX_LENGTH} characters fits in.
     */
    static final int MAX_PROGRAM_SIZE = 1_100;

    private static final long STACK_BYTES = 4L << 20;
    private static final int MAX_EVIDENCE_CHARACTERS = 160;

    private final AnalysedPattern analysis;

    private TextPattern(Pattern pattern) {
        this.analysis = AnalysedPattern.of(pattern);
    }

    /** What became of a pattern. */
    sealed interface Compilation {
        /** It can be used. */
        record Compiled(TextPattern pattern) implements Compilation {}

        /**
         * It cannot be used.
         *
         * @param why for a person; fits behind "the pattern is refused: "
         */
        record Refused(String why) implements Compilation {}
    }

    /** Compiles a pattern; hostile ones are refused at little cost. */
    static Compilation compile(String regex) {
        int length = regex.codePointCount(0, regex.length());
        if (length > MAX_LENGTH) {
            return new Compilation.Refused("it has " + length + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        String objection = PatternScan.objection(regex);
        if (objection != null) {
            return new Compilation.Refused(objection);
        }
        Optional<PatternFault> fault = PatternCheck.fault(regex).filter(PatternFault::mustBeRefused);
        if (fault.isPresent()) {
            return new Compilation.Refused(
                    fault.get().message() + " (at character " + (fault.get().position() + 1) + ")");
        }
        return regex.indexOf('{') < 0 ? compileHere(regex) : compileWithRoom(regex);
    }

    /** Why a pattern is refused; empty if it can be used. */
    static Optional<String> objectionTo(String regex) {
        return compile(regex) instanceof Compilation.Refused refused ? Optional.of(refused.why()) : Optional.empty();
    }

    /** RE2/J recurses once for each optional repeat: what it can compile must not depend on the caller's stack. */
    private static Compilation compileWithRoom(String regex) {
        FutureTask<Compilation> task = new FutureTask<>(() -> compileHere(regex));
        Thread thread = new Thread(null, task, "pattern-compiler", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // milliseconds are left; the caller finds its flag again
                } catch (ExecutionException e) {
                    throw new IllegalStateException("compiling a pattern catches what can happen", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Compilation compileHere(String regex) {
        try {
            return checkSize(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            return new Compilation.Refused(EscapedText.of(e.getDescription() + ": " + e.getPattern(), 120) + advice(e));
        } catch (StackOverflowError | RuntimeException e) {
            // No pattern within the bounds is known to come here; one that does must not take a rule set down.
            return new Compilation.Refused("RE2/J cannot compile it");
        }
    }

    /** Go takes a brace that begins no repeat for a literal even before a quantifier; RE2/J does not. */
    private static String advice(PatternSyntaxException e) {
        boolean brace = e.getDescription().contains("nested repetition")
                && e.getPattern().startsWith("{");
        return brace ? " (a literal brace is written \\{)" : "";
    }

    /** Whether the pattern is found in the text. */
    boolean isIn(String text) {
        return analysis.isIn(text);
    }

    /** The part of the text that the pattern matches first, escaped and cut; {@code ""} if it does not match. */
    String matchedPart(String text) {
        return analysis.firstMatchIn(text)
                .map(match -> EscapedText.of(match, MAX_EVIDENCE_CHARACTERS))
                .orElse("");
    }

    /** What is known of the texts that it is found in. */
    AnalysedPattern analysis() {
        return analysis;
    }

    /** Number of instructions that a text has to be run through which no literal spares. */
    int costWithoutLiteral() {
        return analysis.isSelective() ? 0 : analysis.pattern().programSize();
    }

    private static Compilation checkSize(Pattern pattern) {
        int size = pattern.programSize();
        if (size > MAX_PROGRAM_SIZE) {
            return new Compilation.Refused("it compiles to " + size + " instructions, at most " + MAX_PROGRAM_SIZE
                    + " are allowed: use smaller repeat counts");
        }
        return new Compilation.Compiled(new TextPattern(pattern));
    }
}
