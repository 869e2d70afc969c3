package dev.podfailure.rig;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Kubernetes API server for tests: one of our own, or a cluster that the caller named. */
public sealed interface ControlPlane extends AutoCloseable permits LocalControlPlane, ExistingCluster {

    /**
     * What to start beside etcd and the API server.
     *
     * @param controllers whether kube-controller-manager and kube-scheduler run, too
     * @param audit whether every request is written to the audit log
     */
    record Options(boolean controllers, boolean audit) {}

    /**
     * Starts a control plane of our own, ready to answer.
     *
     * @throws IllegalStateException if it does not start; the message has the tail of its log
     */
    static ControlPlane start(Path binary, Options options) {
        return LocalControlPlane.start(binary, options);
    }

    /** A client that may do anything and never tries a request a second time. Do not close it. */
    KubernetesClient admin();

    /** URL of the API server. */
    String server();

    /** Kubeconfig of the administrator. */
    Path kubeconfig();

    /**
     * Kubeconfig with a fresh token of a ServiceAccount that exists: RBAC grants it what its bindings say and nothing
     * more.
     */
    Path kubeconfigOf(String namespace, String serviceAccount);

    /** Stops the API server in an orderly way; etcd keeps its data. */
    void stopApiServer();

    /** Starts the API server again, under the same URL, and waits until it is ready. */
    void startApiServer();

    /** Stops etcd: the API server runs on and cannot answer. */
    void stopEtcd();

    /** Starts etcd again with its data and waits until the API server is ready. */
    void startEtcd();

    /** File with a JSON line for each request that the API server finished. */
    Path auditLog();

    /** Runs kubectl as the administrator. */
    default KubectlResult kubectl(String... arguments) {
        return kubectlWithInput("", arguments);
    }

    /** Runs kubectl as the administrator with a standard input. */
    KubectlResult kubectlWithInput(String stdin, String... arguments);

    /** Applies files or folders, server side; whatever the server refuses is an exception with its words. */
    default void apply(Path... manifests) {
        for (Path manifest : manifests) {
            List<String> arguments = new ArrayList<>(List.of("apply", "--server-side", "--force-conflicts"));
            arguments.add(manifest.resolve("kustomization.yaml").toFile().exists() ? "-k" : "-f");
            arguments.add(manifest.toString());
            kubectl(arguments.toArray(String[]::new)).output();
        }
    }

    /** Makes a namespace. */
    default void createNamespace(String name) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
        admin().resource(namespace).create();
    }

    /** A client for the given kubeconfig that never tries a request a second time. The caller closes it. */
    static KubernetesClient client(Path kubeconfig) {
        return client(kubeconfig, new KubernetesSerialization());
    }

    /** The same for one that reads answers in its own way. */
    static KubernetesClient client(Path kubeconfig, KubernetesSerialization serialization) {
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .build();
    }

    /** A fresh token of a ServiceAccount for the API server, good for a day. */
    default String tokenOf(String namespace, String serviceAccount) {
        return tokenOf(namespace, serviceAccount, List.of());
    }

    /** A fresh token of a ServiceAccount for these audiences, good for a day. */
    default String tokenOf(String namespace, String serviceAccount, List<String> audiences) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audiences)
                .withExpirationSeconds(86_400L)
                .endSpec()
                .build();
        return admin().serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    @Override
    void close();
}
