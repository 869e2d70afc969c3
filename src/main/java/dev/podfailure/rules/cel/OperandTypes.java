package dev.podfailure.rules.cel;

import dev.cel.common.CelValidationException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.compiler.CelCompiler;
import dev.podfailure.rules.cel.KeptField.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what kind of object lacks a field, for the message to the author: CEL's type checker names only the field. Knows
 * objects and lists of them, through selections, indices and macros; that is all that kept fields are reached by.
 */
final class OperandTypes extends CelExprVisitor {
    private final long id;
    private final Map<String, Kind> variables = new HashMap<>(Map.of(
            CelEngine.POD, new Kind.One(KeptFields.POD),
            CelEngine.CONTAINER, new Kind.One(KeptFields.CONTAINER_STATUS),
            CelEngine.EVENTS, new Kind.Many(KeptFields.EVENT)));
    private @Nullable Kind found;

    private OperandTypes(long id) {
        this.id = id;
    }

    /** The type of the object from which the node with this id selects; empty if it cannot be told. */
    static Optional<KeptObject<?>> of(CelCompiler compiler, String text, long id) {
        OperandTypes types = new OperandTypes(id);
        try {
            types.visit(compiler.parse(text).getAst());
        } catch (CelValidationException e) {
            return Optional.empty(); // it was parsed before, or its fields could not have been checked
        }
        return types.found instanceof Kind.One one ? Optional.of(one.type()) : Optional.empty();
    }

    @Override
    protected void visit(CelExpr expr, CelSelect select) {
        super.visit(expr, select);
        if (expr.id() == id) {
            found = kindOf(select.operand());
        }
    }

    @Override
    protected void visit(CelExpr expr, CelCall call) {
        super.visit(expr, call);
        if (expr.id() == id && call.function().equals(Operator.OPTIONAL_SELECT.getFunction())) {
            found = kindOf(call.args().getFirst());
        }
    }

    @Override
    protected void visit(CelExpr expr, CelComprehension comprehension) {
        visit(comprehension.iterRange());
        inside(comprehension, () -> {
            visit(comprehension.loopCondition());
            visit(comprehension.loopStep());
            return null;
        });
    }

    private @Nullable Kind inside(CelComprehension comprehension, Supplier<@Nullable Kind> work) {
        String variable = comprehension.iterVar();
        Kind outer = variables.remove(variable);
        if (kindOf(comprehension.iterRange()) instanceof Kind.Many many) {
            variables.put(variable, new Kind.One(many.type()));
        }
        Kind result = work.get();
        variables.remove(variable);
        if (outer != null) {
            variables.put(variable, outer);
        }
        return result;
    }

    private @Nullable Kind kindOf(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> variables.get(expr.ident().name());
            case SELECT -> fieldOf(expr.select().operand(), expr.select().field());
            case CALL -> kindOf(expr.call());
            case COMPREHENSION -> {
                CelComprehension comprehension = expr.comprehension();
                yield inside(comprehension, () -> listMadeBy(comprehension.loopStep()));
            }
            default -> null;
        };
    }

    private @Nullable Kind kindOf(CelCall call) {
        if (call.function().equals(Operator.OPTIONAL_SELECT.getFunction())) {
            return fieldOf(
                    call.args().getFirst(), call.args().getLast().constant().stringValue());
        }
        boolean index = call.function().equals(Operator.INDEX.getFunction())
                || call.function().equals(Operator.OPTIONAL_INDEX.getFunction());
        if (index) {
            return kindOf(call.args().getFirst()) instanceof Kind.Many many ? new Kind.One(many.type()) : null;
        }
        // value(), orValue() and the like
        return call.target().map(this::kindOf).orElse(null);
    }

    private @Nullable Kind fieldOf(CelExpr operand, String name) {
        KeptField<?> field =
                kindOf(operand) instanceof Kind.One one ? one.type().field(name) : null;
        return field == null ? null : field.kind();
    }

    /** The step of {@code map} is {@code @result + [element]}; that of {@code filter} has it in a condition. */
    private @Nullable Kind listMadeBy(CelExpr step) {
        if (step.getKind() != ExprKind.Kind.CALL) {
            return null;
        }
        List<CelExpr> arguments = step.call().args();
        if (step.call().function().equals(Operator.CONDITIONAL.getFunction())) {
            return listMadeBy(arguments.get(1));
        }
        boolean collects = step.call().function().equals(Operator.ADD.getFunction())
                && arguments.getLast().getKind() == ExprKind.Kind.LIST;
        Kind element = collects ? kindOf(arguments.getLast().list().elements().getFirst()) : null;
        return element instanceof Kind.One one ? new Kind.Many(one.type()) : null;
    }
}
