package dev.podfailure.rig;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A cluster that somebody named with {@link #SETTING}. What only a control plane of our own can do skips the test that
 * asks for it; under CI that is a failure.
 */
final class ExistingCluster implements ControlPlane {
    static final String SETTING = "PODFAILURE_TEST_KUBECONFIG";

    private final Path kubeconfig;
    private final KubernetesClient admin;

    ExistingCluster(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig)) {
            throw new IllegalStateException(SETTING + " names " + kubeconfig + ", which cannot be read");
        }
        this.kubeconfig = kubeconfig.toAbsolutePath();
        this.admin = ControlPlane.client(kubeconfig);
    }

    @Override
    public KubernetesClient admin() {
        return admin;
    }

    @Override
    public String server() {
        String url = admin.getMasterUrl().toString();
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .toString();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Path kubeconfigOf(String namespace, String serviceAccount) {
        try {
            Path folder = Files.createTempDirectory("podfailure-kubeconfig-");
            folder.toFile().deleteOnExit();
            Path authority = Files.writeString(folder.resolve("ca.crt"), certificateAuthority());
            authority.toFile().deleteOnExit();
            Path file = new Kubeconfig(
                            server(), authority, serviceAccount, tokenOf(namespace, serviceAccount), namespace)
                    .write(folder.resolve("kubeconfig"));
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a kubeconfig", e);
        }
    }

    @Override
    public void stopApiServer() {
        refuse("stops the API server");
    }

    @Override
    public void startApiServer() {
        refuse("starts the API server");
    }

    @Override
    public void stopEtcd() {
        refuse("stops etcd");
    }

    @Override
    public void startEtcd() {
        refuse("starts etcd");
    }

    @Override
    public Path auditLog() {
        throw refuse("reads the audit log");
    }

    @Override
    public KubectlResult kubectlWithInput(String stdin, String... arguments) {
        List<String> program = ControlPlaneBinary.find()
                .map(binary -> List.of(binary.toString(), "kubectl"))
                .orElse(List.of("kubectl"));
        return new KubectlCommand(program, kubeconfig).run(stdin, List.of(arguments));
    }

    @Override
    public void close() {
        admin.close();
    }

    /** Every cluster puts the CA of its API server into each namespace. */
    private String certificateAuthority() {
        return admin.configMaps()
                .inNamespace("default")
                .withName("kube-root-ca.crt")
                .require()
                .getData()
                .getOrDefault("ca.crt", "");
    }

    private static IllegalStateException refuse(String what) {
        String message = "This test %s, which is not done to the cluster of %s; it needs a control plane of its own"
                .formatted(what, SETTING);
        if (!ControlPlaneExtension.underCi()) {
            Assumptions.abort(message);
        }
        throw new IllegalStateException(message);
    }
}
