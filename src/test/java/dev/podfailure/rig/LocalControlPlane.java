package dev.podfailure.rig;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** etcd and API server, and on request controller-manager and scheduler, as child processes on loopback. */
final class LocalControlPlane implements ControlPlane {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 5;
    private static final Path LOGS = Path.of("target", "controlplane-logs");

    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - {level: Metadata, verbs: [list, watch]}
            - {level: RequestResponse}
            """;

    /** The garbage collector of pods removes those of a node that does not exist. These are the recorded pods' nodes. */
    private static final List<String> NODES = List.of("node-1", "node-2", "node-9");

    private final Path binary;
    private final Options options;
    private final Path folder;
    private final Path logs;
    private final Ports ports;
    private final ServiceAccountKeys keys;
    private final Path kubeconfig;
    /** For Ctrl-C, which ends the processes, too: then no watchdog is left to remove the folder. */
    private final Thread atExit = new Thread(this::end, "control plane");

    private final List<WatchedProcess> controllers = new ArrayList<>();
    private @Nullable WatchedProcess etcd;
    private @Nullable WatchedProcess apiServer;
    private @Nullable KubernetesClient admin;

    private record Ports(int etcd, int etcdPeers, int apiServer) {
        static Ports free() {
            return new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next());
        }
    }

    private LocalControlPlane(Path binary, Options options) {
        this.binary = binary;
        this.options = options;
        this.folder = temporaryFolder();
        this.logs = Folders.make(LOGS.resolve(folder.getFileName()));
        this.ports = Ports.free();
        this.keys = ServiceAccountKeys.create(folder);
        String token = randomToken();
        write("tokens.csv", token + ",admin,admin,\"system:masters\"\n");
        write("audit-policy.yaml", AUDIT_POLICY);
        this.kubeconfig = new Kubeconfig(server(), certificate(), "admin", token, "default")
                .write(folder.resolve("admin.kubeconfig"));
    }

    static LocalControlPlane start(Path binary, Options options) {
        for (int attempt = 1; ; attempt++) {
            LocalControlPlane plane = new LocalControlPlane(binary, options);
            try {
                plane.startAll();
                return plane;
            } catch (PortTakenException e) {
                plane.close();
                if (attempt == PORT_ATTEMPTS) {
                    throw new IllegalStateException("a port was taken in between, " + attempt + " times", e);
                }
            } catch (RuntimeException e) {
                plane.close();
                throw e;
            }
        }
    }

    private void startAll() {
        Runtime.getRuntime().addShutdownHook(atExit);
        etcd = launch("etcd", etcdArguments());
        apiServer = launch("kube-apiserver", apiServerArguments());
        awaitCertificate();
        admin = ControlPlane.client(kubeconfig);
        awaitReady();
        if (options.controllers()) {
            NODES.forEach(this::makeNode);
            controllers.add(launch("kube-controller-manager", controllerManagerArguments()));
            controllers.add(launch(
                    "kube-scheduler",
                    List.of("--kubeconfig=" + kubeconfig, "--leader-elect=false", "--secure-port=0")));
            awaitServiceAccounts();
        }
    }

    @Override
    public KubernetesClient admin() {
        if (admin == null) {
            throw new IllegalStateException("the control plane is not started");
        }
        return admin;
    }

    @Override
    public String server() {
        return "https://127.0.0.1:" + ports.apiServer();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Path kubeconfigOf(String namespace, String serviceAccount) {
        return new Kubeconfig(server(), certificate(), serviceAccount, tokenOf(namespace, serviceAccount), namespace)
                .write(folder.resolve(namespace + "-" + serviceAccount + ".kubeconfig"));
    }

    @Override
    public void stopApiServer() {
        if (apiServer != null) {
            apiServer.stop();
        }
    }

    @Override
    public void startApiServer() {
        apiServer = launch("kube-apiserver", apiServerArguments());
        awaitReady();
    }

    @Override
    public void stopEtcd() {
        if (etcd != null) {
            etcd.stop();
        }
    }

    @Override
    public void startEtcd() {
        etcd = launch("etcd", etcdArguments());
        awaitReady();
    }

    @Override
    public Path auditLog() {
        if (!options.audit()) {
            throw new IllegalStateException("no audit log: ask for it with @RequiresControlPlane(audit = true)");
        }
        return folder.resolve("audit.log");
    }

    @Override
    public KubectlResult kubectlWithInput(String stdin, String... arguments) {
        return new KubectlCommand(List.of(binary.toString(), "kubectl"), kubeconfig).run(stdin, List.of(arguments));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is on its way out, and the hook does the same.
            return;
        }
        end();
    }

    private synchronized void end() {
        if (admin != null) {
            admin.close();
        }
        controllers.forEach(WatchedProcess::kill);
        if (apiServer != null) {
            apiServer.kill();
        }
        if (etcd != null) {
            etcd.kill();
        }
        Folders.delete(folder);
    }

    private List<String> etcdArguments() {
        String url = "http://127.0.0.1:" + ports.etcd();
        return List.of(
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=http://127.0.0.1:" + ports.etcdPeers(),
                "--unsafe-no-fsync");
    }

    private List<String> apiServerArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--etcd-servers=http://127.0.0.1:" + ports.etcd(),
                "--bind-address=127.0.0.1",
                // A machine without a network has no address to find, and endpoints must not be loopback ones.
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--secure-port=" + ports.apiServer(),
                "--cert-dir=" + folder.resolve("certificates"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + keys.publicKey(),
                "--service-account-signing-key-file=" + keys.privateKey(),
                "--service-cluster-ip-range=10.0.0.0/24"));
        if (!options.controllers()) {
            // Nobody makes the ServiceAccount that this plugin waits for.
            arguments.add("--disable-admission-plugins=ServiceAccount");
        }
        if (options.audit()) {
            arguments.add("--audit-policy-file=" + folder.resolve("audit-policy.yaml"));
            arguments.add("--audit-log-path=" + folder.resolve("audit.log"));
            // One file, whatever its size: a test that counts reads all of it. A restart appends.
            arguments.add("--audit-log-maxsize=100000");
        }
        return arguments;
    }

    private List<String> controllerManagerArguments() {
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--secure-port=0",
                // There is no kubelet whose heartbeat they could miss: they would evict every pod after a minute.
                "--controllers=*,-node-lifecycle-controller,-taint-eviction-controller",
                "--root-ca-file=" + certificate(),
                "--service-account-private-key-file=" + keys.privateKey(),
                "--use-service-account-credentials=false");
    }

    private WatchedProcess launch(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString(), program));
        command.addAll(arguments);
        return WatchedProcess.start(program, command, Map.of(), logs.resolve(program + ".log"), folder);
    }

    private Path certificate() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    private void awaitCertificate() {
        Waiting.until(PATIENCE, this::checkProcesses, () -> Files.exists(certificate()), this::explain);
    }

    private void awaitReady() {
        Waiting.until(PATIENCE, this::checkProcesses, this::isReady, this::explain);
    }

    /** The API server makes the namespace default by itself, but only some time after it says that it is ready. */
    private boolean isReady() {
        try {
            return "ok".equals(admin().raw("/readyz"))
                    && admin().namespaces().withName("default").get() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    /** The controller-manager needs a moment; until then every pod is refused. */
    private void awaitServiceAccounts() {
        Waiting.until(
                PATIENCE,
                this::checkProcesses,
                () -> admin().serviceAccounts()
                                .inNamespace("default")
                                .withName("default")
                                .get()
                        != null,
                this::explain);
    }

    /** No scheduler places a pod on it. */
    private void makeNode(String name) {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();
        admin().resource(node).create();
    }

    private void checkProcesses() {
        for (WatchedProcess process : processes()) {
            if (!process.isAlive()) {
                String tail = process.logTail();
                String message = "%s ended with exit code %d while it started; the end of its log in %s:%n%s"
                        .formatted(process.name(), process.exitCode(), logs, tail);
                throw tail.contains("address already in use")
                        ? new PortTakenException(message)
                        : new IllegalStateException(message);
            }
        }
    }

    private String explain() {
        StringBuilder text = new StringBuilder("the control plane was not ready after " + PATIENCE.toSeconds() + " s");
        for (WatchedProcess process : processes()) {
            text.append("\nthe end of the log of ").append(process.name()).append(":\n");
            text.append(process.logTail());
        }
        return text.toString();
    }

    private List<WatchedProcess> processes() {
        List<WatchedProcess> all = new ArrayList<>();
        if (etcd != null) {
            all.add(etcd);
        }
        if (apiServer != null) {
            all.add(apiServer);
        }
        all.addAll(controllers);
        return all;
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(
                    "podfailure-controlplane-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for the control plane", e);
        }
    }

    private static String randomToken() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static final class PortTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }
}
