package dev.podfailure.rules.cel;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.Optional;

/** CEL as the rules of this operator know it: variables, functions, options. Making one takes some 100 ms in a new JVM. */
final class CelEngine {
    static final String POD = "pod";
    static final String CONTAINER = "container";
    static final String EVENTS = "events";

    /** Nodes of an expression after its macros are expanded. */
    static final int MAX_NODES = 1_024;

    /** How deep an expression may be nested, in rules of the grammar; one pair of parentheses is one. */
    static final int MAX_DEPTH = 32;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(ExpressionCompiler.MAX_LENGTH)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseErrorRecoveryLimit(4)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private final CelCompiler withContainer;
    private final CelCompiler withoutContainer;
    private final CelRuntime runtime;

    CelEngine() {
        ObjectTypes types = new ObjectTypes();
        withoutContainer = compiler(types);
        withContainer = withoutContainer
                .toCompilerBuilder()
                .addVar(CONTAINER, ObjectTypes.referenceTo(KeptFields.CONTAINER_STATUS))
                .build();
        runtime = runtime(types);
    }

    CelCompiler compiler(boolean hasContainer) {
        return hasContainer ? withContainer : withoutContainer;
    }

    CelRuntime runtime() {
        return runtime;
    }

    private static CelCompiler compiler(ObjectTypes types) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .excludeFunctions(
                                CelStandardDeclarations.StandardFunction.DYN,
                                CelStandardDeclarations.StandardFunction.TYPE)
                        .build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(
                                CelStringExtensions.Function.CHAR_AT,
                                CelStringExtensions.Function.INDEX_OF,
                                CelStringExtensions.Function.JOIN,
                                CelStringExtensions.Function.LAST_INDEX_OF,
                                CelStringExtensions.Function.LOWER_ASCII,
                                CelStringExtensions.Function.REPLACE,
                                CelStringExtensions.Function.SPLIT,
                                CelStringExtensions.Function.SUBSTRING,
                                CelStringExtensions.Function.TRIM,
                                CelStringExtensions.Function.UPPER_ASCII))
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        "find",
                        CelOverloadDecl.newMemberOverload(
                                "string_find_string", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING)))
                .setTypeProvider(types)
                .addVar(POD, ObjectTypes.referenceTo(KeptFields.POD))
                .addVar(EVENTS, ListType.create(ObjectTypes.referenceTo(KeptFields.EVENT)))
                .setResultType(SimpleType.BOOL)
                .build();
    }

    private static CelRuntime runtime(ObjectTypes types) {
        return CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(
                                CelStandardFunctions.StandardFunction.MATCHES,
                                CelStandardFunctions.StandardFunction.CONTAINS)
                        .build())
                .addLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(
                                CelStringExtensions.Function.CHAR_AT,
                                CelStringExtensions.Function.LOWER_ASCII,
                                CelStringExtensions.Function.SUBSTRING,
                                CelStringExtensions.Function.TRIM,
                                CelStringExtensions.Function.UPPER_ASCII))
                .addLateBoundFunctions(CostlyFunctions.NAMES)
                .setTypeProvider(types)
                .setValueProvider((name, fields) -> Optional.empty())
                .build();
    }
}
