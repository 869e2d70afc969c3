package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.RequiresControlPlane;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code podfailure watch}, as people start it, while the operator it follows is replaced by another process. */
@RequiresControlPlane
class WatchAcrossRestartIT {

    @Test
    void showsEachFailureOnceAlsoThoseBetweenTheProcesses(ControlPlane plane) {
        RunningOperator.install(plane);
        new StoredRuleSets(plane).put(RunningOperator.NAMESPACE, "any", "defaultCategory: any");
        plane.createNamespace("followed");
        FailingPods pods = new FailingPods(plane.admin(), "followed");
        Path kubeconfig = plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
        int port = FreePorts.next();
        try (LaunchedOperator first = LaunchedOperator.operator(kubeconfig, "--grpc-port=" + port)) {
            first.awaitReady();
            try (LaunchedOperator watch = LaunchedOperator.run(
                    Map.of(), "watch", "--address=127.0.0.1:" + port, "-n", "followed", "--snapshot")) {
                pods.fail("early", 1);
                watch.awaitLine("early");

                first.stop();
                pods.fail("between", 2);
                try (LaunchedOperator second = LaunchedOperator.operator(kubeconfig, "--grpc-port=" + port)) {
                    second.awaitReady();
                    pods.fail("late", 3);
                    watch.awaitLine("between").awaitLine("late");

                    assertThat(List.of("early", "between", "late"))
                            .allSatisfy(name -> assertThat(watch.count(name))
                                    .as("%s in:%n%s", name, watch.output())
                                    .isEqualTo(1));
                }
            }
        }
    }
}
