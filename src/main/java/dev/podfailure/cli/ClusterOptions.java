package dev.podfailure.cli;

import dev.podfailure.desk.Refusal;
import dev.podfailure.operator.ClusterConfig;
import dev.podfailure.operator.ClusterTrouble;
import dev.podfailure.operator.InvalidSettingException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster, and as whom: the options of kubectl, and its exit codes. */
final class ClusterOptions {
    private static final int CLUSTER_ERROR = 1;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig of the cluster. Default: that of KUBECONFIG, or ~/.kube/config")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig. Default: its current one")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Namespace of the pods. Default: that of the context, or default")
    private @Nullable String namespace;

    /** Runs something on the cluster. Returns its exit code, or 1 if the API server refused or did not answer. */
    int run(ToIntFunction<KubernetesClient> task) {
        PrintWriter out = spec.commandLine().getOut();
        Config config = config();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            return task.applyAsInt(client);
        } catch (KubernetesClientException e) {
            out.flush();
            fail(trouble(config, e));
            return CLUSTER_ERROR;
        } finally {
            out.flush();
        }
    }

    /** Prints one line that says what went wrong. Returns the exit code for that. */
    int fail(String message) {
        spec.commandLine().getErr().println("podfailure: " + message);
        return CLUSTER_ERROR;
    }

    /** The namespace that the user means. */
    String namespace(KubernetesClient client) {
        String ofContext = client.getNamespace();
        return Objects.requireNonNullElseGet(namespace, () -> ofContext == null ? "default" : ofContext);
    }

    /** Whether the user named a namespace. */
    boolean namesNamespace() {
        return namespace != null;
    }

    private Config config() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (kubeconfig != null) {
            environment.put("KUBECONFIG", kubeconfig.toString());
        }
        try {
            Config config = ClusterConfig.find(environment, Path.of(System.getProperty("user.home")), context);
            // A person waits: an answer now is better than a tenth try.
            return new ConfigBuilder(config).withRequestRetryBackoffLimit(1).build();
        } catch (InvalidSettingException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static String trouble(Config config, KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "the API server at " + config.getMasterUrl() + " does not know you (401): log in again";
            case HttpURLConnection.HTTP_FORBIDDEN -> "you lack a right (403): " + Refusal.words(e);
            case HttpURLConnection.HTTP_BAD_REQUEST -> "the API server refused (400): " + Refusal.words(e);
            default -> ClusterTrouble.of(config.getMasterUrl(), e);
        };
    }
}
