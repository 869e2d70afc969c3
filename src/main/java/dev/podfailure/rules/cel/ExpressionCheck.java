package dev.podfailure.rules.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.podfailure.rules.cel.ConditionProblem.Reason;
import dev.podfailure.rules.cel.ExpressionCompiler.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks a type-checked expression once: refuses what CEL allows and rules do not, and notes what evaluating it needs. */
final class ExpressionCheck extends CelExprVisitor {
    /** As for the patterns of a rule's matchers. */
    static final int MAX_PROGRAM_SIZE = 1_000;

    private static final Set<String> COMPARISONS =
            Set.of(Operator.EQUALS.getFunction(), Operator.NOT_EQUALS.getFunction(), Operator.IN.getFunction());
    private static final Set<String> WITH_PATTERN = Set.of("matches", "find");
    private static final Set<String> LOGICAL =
            Set.of(Operator.LOGICAL_OR.getFunction(), Operator.LOGICAL_AND.getFunction());

    private final CelAbstractSyntaxTree ast;
    private final PatternCheck patternCheck;
    private final List<Outcome.Refused> objections = new ArrayList<>();
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Map<Long, LogicalCalls.Operands> logicalCalls = new HashMap<>();
    private boolean usesEvents;
    private long maxId;

    private ExpressionCheck(CelAbstractSyntaxTree ast, PatternCheck patternCheck) {
        this.ast = ast;
        this.patternCheck = patternCheck;
    }

    static ExpressionCheck of(CelAbstractSyntaxTree ast, PatternCheck patterns) {
        ExpressionCheck check = new ExpressionCheck(ast, patterns);
        check.visit(ast);
        return check;
    }

    /** What is wrong, in the order of the expression. */
    List<Outcome.Refused> objections() {
        return objections;
    }

    /** Every regular expression in it, compiled. */
    Map<String, Pattern> patterns() {
        return patterns;
    }

    Map<Long, LogicalCalls.Operands> logicalCalls() {
        return logicalCalls;
    }

    boolean usesEvents() {
        return usesEvents;
    }

    int maxId() {
        return Math.toIntExact(maxId);
    }

    @Override
    public void visit(CelExpr expr) {
        maxId = Math.max(maxId, expr.id());
        if (ast.getType(expr.id()).filter(type -> contains(type, CelKind.DYN)).isPresent()) {
            object(
                    expr,
                    Reason.InvalidExpression,
                    "the type of this is not known: all elements of a list or a map must be of one type");
        }
        super.visit(expr);
    }

    @Override
    protected void visit(CelExpr expr, CelExpr.CelIdent ident) {
        // A variable of a macro may be named events too, and then events are read for nothing.
        usesEvents |= ident.name().equals(CelEngine.EVENTS);
    }

    @Override
    protected void visit(CelExpr expr, CelExpr.CelStruct struct) {
        object(expr, Reason.InvalidExpression, "an expression cannot make objects");
    }

    @Override
    protected void visit(CelExpr expr, CelExpr.CelCall call) {
        super.visit(expr, call);
        if (LOGICAL.contains(call.function())) {
            logicalCalls.put(
                    expr.id(),
                    new LogicalCalls.Operands(
                            Math.toIntExact(call.args().getFirst().id()),
                            Math.toIntExact(call.args().getLast().id())));
        } else if (COMPARISONS.contains(call.function()) && comparesObjects(call)) {
            object(expr, Reason.InvalidExpression, "objects cannot be compared: compare their fields");
        } else if (WITH_PATTERN.contains(call.function())) {
            checkPattern(call.function(), call.args().getLast());
        }
    }

    private boolean comparesObjects(CelExpr.CelCall call) {
        return call.args().stream()
                .flatMap(argument -> ast.getType(argument.id()).stream())
                .anyMatch(type -> contains(type, CelKind.STRUCT));
    }

    private static boolean contains(CelType type, CelKind kind) {
        return type.kind() == kind || type.parameters().stream().anyMatch(parameter -> contains(parameter, kind));
    }

    private void checkPattern(String function, CelExpr argument) {
        if (argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            object(argument, Reason.InvalidPattern, "the pattern of " + function + "() must be a literal");
            return;
        }
        String regex = argument.constant().stringValue();
        patternCheck
                .objectionTo(regex)
                .ifPresentOrElse(
                        objection -> object(argument, Reason.InvalidPattern, "the pattern is refused: " + objection),
                        () -> compile(argument, regex));
    }

    private void compile(CelExpr argument, String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            if (pattern.programSize() > MAX_PROGRAM_SIZE) {
                object(
                        argument,
                        Reason.InvalidPattern,
                        "the pattern is refused: it compiles to " + pattern.programSize() + " instructions, at most "
                                + MAX_PROGRAM_SIZE + " are allowed");
            }
            patterns.put(regex, pattern);
        } catch (PatternSyntaxException e) {
            object(
                    argument,
                    Reason.InvalidPattern,
                    "the pattern is refused: " + ExpressionErrors.oneLine(e.getMessage()));
        }
    }

    private void object(CelExpr expr, Reason reason, String message) {
        objections.add(new Outcome.Refused(reason, ExpressionErrors.at(ast.getSource(), expr.id()) + message));
    }
}
