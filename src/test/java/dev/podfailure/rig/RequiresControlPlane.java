package dev.podfailure.rig;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class against a real API server. The class gets a control plane of its own, started when it is first asked for
 * and stopped after its last test, as a parameter of type {@link ControlPlane} of its tests, its lifecycle methods or
 * its constructor.
 *
 * <p>Where neither the control plane's binary nor Go is there, nor {@code PODFAILURE_TEST_KUBECONFIG}, the class is
 * skipped with a line that says how to get it; with {@code CI=true} that is a failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ControlPlaneExtension.class)
public @interface RequiresControlPlane {

    /** Whether kube-controller-manager and kube-scheduler run, too. */
    boolean controllers() default false;

    /** Whether the API server writes an audit log. */
    boolean audit() default false;
}
