package dev.podfailure.rig;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one control plane a test class; see {@link RequiresControlPlane}. */
final class ControlPlaneExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ControlPlaneExtension.class);

    private static final String HOW_TO_GET_IT = """
            integration tests need a control plane. Install Go (https://go.dev/dl) and run: make controlplane \
            (about 5 minutes, once). Or name a cluster that you can spare: %s=/path/to/kubeconfig""".formatted(ExistingCluster.SETTING);

    /** Closed by JUnit when the test class is over. */
    private record Held(ControlPlane plane) implements AutoCloseable {
        @Override
        public void close() {
            plane.close();
        }
    }

    /** Whether a missing control plane is a failure. */
    static boolean underCi() {
        return "true".equals(System.getenv("CI"));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("decided for the class");
        }
        boolean available =
                existingCluster().isPresent() || ControlPlaneBinary.find().isPresent();
        return judge(context.getDisplayName(), available, underCi());
    }

    /** Skips a class without a control plane, and says so; under CI that is an exception. */
    static ConditionEvaluationResult judge(String testClass, boolean available, boolean ci) {
        if (available) {
            return ConditionEvaluationResult.enabled("there is a control plane");
        }
        if (ci) {
            throw new IllegalStateException(testClass + " cannot be skipped with CI=true: " + HOW_TO_GET_IT);
        }
        System.err.println("SKIPPED " + testClass + ": " + HOW_TO_GET_IT);
        return ConditionEvaluationResult.disabled(HOW_TO_GET_IT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return plane(context);
    }

    /** Kept at the outermost class, so that nested classes share it and JUnit closes it with that class. */
    private static ControlPlane plane(ExtensionContext context) {
        ExtensionContext outermost = context;
        while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
            outermost = outermost.getParent().orElseThrow();
        }
        Class<?> testClass = outermost.getRequiredTestClass();
        return outermost
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Held.class, key -> new Held(start(testClass)), Held.class)
                .plane();
    }

    private static ControlPlane start(Class<?> testClass) {
        Optional<Path> cluster = existingCluster();
        if (cluster.isPresent()) {
            return new ExistingCluster(cluster.get());
        }
        RequiresControlPlane wanted = testClass.getAnnotation(RequiresControlPlane.class);
        Path binary = ControlPlaneBinary.find().orElseThrow();
        return ControlPlane.start(binary, new ControlPlane.Options(wanted.controllers(), wanted.audit()));
    }

    private static Optional<Path> existingCluster() {
        return Optional.ofNullable(System.getenv(ExistingCluster.SETTING))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }
}
