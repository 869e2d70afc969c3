package dev.podfailure.rules.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.rules.cel.ConditionProblem.Reason;
import dev.podfailure.rules.cel.ExpressionCompiler.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in the words of rules what CEL's parser and type checker found. */
final class ExpressionErrors {
    private static final int MAX_ISSUES = 3;
    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '(.*)'");
    private static final Pattern EVALUATION_ERROR = Pattern.compile("evaluation error at <input>:(\\d{1,6}): (.*)");

    /** Which overloads CEL would have taken, with type parameters by their internal names. */
    private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*");

    /** The type of what another issue is about already. */
    private static final String CONSEQUENCE = "*error*";

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(.*)' \\(in container ''\\)");

    private ExpressionErrors() {}

    /** A message of the library as one short line: it may quote texts of pods. */
    static String oneLine(@Nullable String message) {
        return EscapedText.of(message == null ? "no message" : message, MatchConditions.MAX_ERROR);
    }

    static Outcome.Refused refusal(CelValidationResult result, CelCompiler compiler, String text) {
        List<CelIssue> issues = result.getErrors();
        String messages = issues.stream()
                .filter(issue -> !issue.getMessage().contains(CONSEQUENCE))
                .limit(MAX_ISSUES)
                .map(issue -> at(issue.getSourceLocation()) + explain(issue, result.getSource(), compiler, text))
                .collect(Collectors.joining("; "));
        boolean unknownField =
                UNDEFINED_FIELD.matcher(issues.getFirst().getMessage()).matches();
        return new Outcome.Refused(unknownField ? Reason.UnknownField : Reason.InvalidExpression, messages);
    }

    /** What an evaluation error says, with the position as the problems of compilation have it. */
    static String evaluationError(@Nullable String message) {
        String line = oneLine(message);
        Matcher matcher = EVALUATION_ERROR.matcher(line);
        return matcher.matches()
                ? "character " + (Integer.parseInt(matcher.group(1)) + 1) + ": " + matcher.group(2)
                : line;
    }

    /** The position of a node, as every message begins. */
    static String at(CelSource source, long id) {
        return Optional.ofNullable(source.getPositionsMap().get(id))
                .flatMap(source::getOffsetLocation)
                .map(ExpressionErrors::at)
                .orElse("");
    }

    private static String at(CelSourceLocation location) {
        // CEL counts columns from 0; without a position both are negative.
        return location.getLine() < 1 ? "" : location.getLine() + ":" + (location.getColumn() + 1) + ": ";
    }

    private static String explain(CelIssue issue, CelSource source, CelCompiler compiler, String text) {
        Matcher field = UNDEFINED_FIELD.matcher(issue.getMessage());
        if (field.matches()) {
            return undefinedField(field.group(1), OperandTypes.of(compiler, text, issue.getExprId()));
        }
        Matcher reference = UNDECLARED.matcher(issue.getMessage());
        if (reference.matches()) {
            return isCall(issue, source)
                    ? "there is no function '" + reference.group(1) + "'"
                    : undeclared(reference.group(1));
        }
        if (issue.getMessage().startsWith("Expression recursion limit exceeded")) {
            return "is nested deeper than " + CelEngine.MAX_DEPTH;
        }
        return CANDIDATES.matcher(oneLine(issue.getMessage())).replaceFirst("");
    }

    /** CEL puts an unknown function at its opening parenthesis, a variable at its name. */
    private static boolean isCall(CelIssue issue, CelSource source) {
        return source.getLocationOffset(issue.getSourceLocation())
                .filter(offset -> offset < source.getContent().size()
                        && source.getContent().get(offset) == '(')
                .isPresent();
    }

    private static String undefinedField(String field, Optional<KeptObject<?>> operand) {
        return operand.map(type -> "undefined field '" + field + "' of " + type.name() + "; the operator keeps: "
                        + String.join(", ", type.fieldNames()))
                .orElseGet(() -> "undefined field '" + field + "'");
    }

    private static String undeclared(String name) {
        if (name.equals(CelEngine.CONTAINER)) {
            return "'container' is known only in a rule with a container matcher or 'containers'";
        }
        return "undeclared reference to '" + name + "'; the variables are pod, events and, in a rule with a container"
                + " matcher or 'containers', container";
    }
}
