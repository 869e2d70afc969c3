package dev.podfailure.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code make demo} was asked.
 *
 * @param once whether it ends by itself
 * @param kubeconfig the user's cluster; empty for a control plane of its own
 * @param image image of the pods in the user's cluster
 * @param yes whether the user's cluster may be touched without a question
 */
record DemoSettings(boolean once, Optional<Path> kubeconfig, String image, boolean yes) {

    static DemoSettings of(Map<String, String> environment) {
        return new DemoSettings(
                isSet(environment, "ONCE"),
                Optional.of(environment.getOrDefault("DEMO_KUBECONFIG", ""))
                        .filter(value -> !value.isEmpty())
                        .map(Path::of),
                environment.getOrDefault("DEMO_IMAGE", "busybox:1.36"),
                isSet(environment, "DEMO_YES"));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return !value.isEmpty() && !value.equals("0");
    }
}
