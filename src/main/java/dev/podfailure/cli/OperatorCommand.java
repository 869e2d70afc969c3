package dev.podfailure.cli;

import dev.podfailure.operator.InvalidSettingException;
import dev.podfailure.operator.OperatorProcess;
import dev.podfailure.operator.OperatorSettings;
import dev.podfailure.operator.PodLabelNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podfailure operator}. */
@Command(
        name = "operator",
        description = {
            "Runs the operator: compiles the rule sets of the cluster, annotates failed pods, counts and streams them.",
            "",
            "The cluster is that of KUBECONFIG or ~/.kube/config; inside a pod, that of its service account."
        },
        footer = {
            "",
            "Every option --some-option can be given as PODFAILURE_SOME_OPTION; the option wins.",
            "Durations: 500ms, 2s, 1m30s.",
            "",
            "Exit codes: 0 stopped in order (SIGTERM, SIGINT); 1 the cluster could not be used within --startup-timeout,"
                    + " or a watch ended for good; 2 wrong options, a port that is taken or no cluster configured."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class OperatorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "podfailure-system",
            description =
                    "The operator's own namespace: rule sets in it apply to pods of every namespace, and the lease"
                            + " lies in it. Default: ${DEFAULT-VALUE}")
    private String namespace = "";

    @Option(
            names = "--watch-namespaces",
            paramLabel = "NAME",
            split = ",",
            description = "Watch pods and rule sets of these namespaces only, beside the rule sets of --namespace."
                    + " Default: all namespaces")
    private Set<String> watchNamespaces = Set.of();

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address that both ports listen on. Default: ${DEFAULT-VALUE}")
    private String bindAddress = "";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of /metrics, /livez and /readyz; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int httpPort;

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "Port of the event stream; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int grpcPort;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Option(
            names = "--leader-election",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "false",
            description = "Write only while holding the lease, so that several replicas can run. Default: off")
    private boolean leaderElection;

    @Option(
            names = "--lease-name",
            paramLabel = "NAME",
            defaultValue = "podfailure",
            description = "Name of the lease. Default: ${DEFAULT-VALUE}")
    private String leaseName = "";

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description =
                    "Name of this replica in the lease and in podfailure.dev/committed-by. Default: the host name")
    private @Nullable String identity;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "How long to wait for the rest of an incomplete failed pod, or for an event that a rule asks"
                    + " for. 0s to 1m. Default: ${DEFAULT-VALUE}")
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--rules-settle",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "A default category is written only when the rules have been unchanged for this long. 0s to"
                    + " 10m. Default: ${DEFAULT-VALUE}")
    private Duration rulesSettle = Duration.ZERO;

    @Option(
            names = "--default-category",
            paramLabel = "CATEGORY",
            defaultValue = "uncategorized",
            description = "Category of a pod that no rule matches when no applicable rule set has a defaultCategory."
                    + " Empty leaves such pods alone. Default: ${DEFAULT-VALUE}")
    private String defaultCategory = "";

    @Option(
            names = "--cluster-name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Name of this cluster in the events of the stream. Default: none")
    private String clusterName = "";

    @Mixin
    private EventSinkOptions eventSinks = new EventSinkOptions();

    @Option(
            names = "--tenant-priority-limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Highest spec.priority of a rule set outside --namespace. -1000 to 1000. Default:"
                    + " ${DEFAULT-VALUE}")
    private int tenantPriorityLimit;

    @Option(
            names = "--tenant-ignore",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "false",
            description = "Let rule sets outside --namespace use outcome: Ignored. Default: off")
    private boolean tenantIgnore;

    @Option(
            names = "--pod-labels",
            paramLabel = "KEY",
            split = ",",
            description =
                    "Keys of pod labels that go into the events of the stream and into the log, at most 32. Default:"
                            + " none")
    private Set<String> podLabels = Set.of();

    @Option(
            names = "--evidence-text",
            paramLabel = "match|off",
            defaultValue = "match",
            description =
                    "Whether the matched part of a text stands in podfailure.dev/evidence and in the log. Default:"
                            + " ${DEFAULT-VALUE}")
    private EvidenceText evidenceText = EvidenceText.match;

    @Option(
            names = "--pod-events",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "false",
            description = "Write a Kubernetes Event FailureClassified about each classified pod, 10 a second at most."
                    + " Default: off")
    private boolean podEvents;

    @Option(
            names = "--max-categories",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most pairs of category and subcategory in the metrics; more are counted as _other. Default:"
                    + " ${DEFAULT-VALUE}")
    private int maxCategories;

    @Option(
            names = "--metrics-pod-label",
            paramLabel = "KEY=NAME",
            split = ",",
            description = "Count failures by this label of pods as well, as label NAME of"
                    + " podfailure_pod_label_failures_total: kueue.x-k8s.io/queue-name=queue. Can be given several times,"
                    + " for at most 4 labels. Default: none")
    private List<String> metricsPodLabels = List.of();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "16",
            description = "Failed pods that are decided at the same time. 1 to 64. Default: ${DEFAULT-VALUE}")
    private int concurrency;

    @Option(
            names = "--startup-timeout",
            paramLabel = "DURATION",
            defaultValue = "2m",
            description =
                    "How long to try for an API server that answers, the CRD and the permissions before giving up."
                            + " Default: ${DEFAULT-VALUE}")
    private Duration startupTimeout = Duration.ZERO;

    @Option(
            names = "--stop-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long work in flight may take after SIGTERM. Default: ${DEFAULT-VALUE}")
    private Duration stopTimeout = Duration.ZERO;

    @Option(
            names = "--log-format",
            paramLabel = "auto|text|json",
            defaultValue = "auto",
            description = "auto: JSON inside a pod, text elsewhere. Default: ${DEFAULT-VALUE}")
    private LogFormat logFormat = LogFormat.auto;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description =
                    "ERROR, WARN, INFO or DEBUG, for this program; libraries log at WARN. Default: ${DEFAULT-VALUE}")
    private LogLevel logLevel = LogLevel.INFO;

    private enum EvidenceText {
        match,
        off
    }

    private enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    @Override
    public Integer call() {
        try {
            OperatorSettings settings = settings();
            logFormat.use(logLevel.name());
            return OperatorProcess.run(settings);
        } catch (InvalidSettingException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private OperatorSettings settings() {
        return new OperatorSettings(
                namespace,
                watchNamespaces,
                bindAddress,
                httpPort,
                grpcPort,
                leaderElection,
                leaseName,
                identity == null ? hostName() : identity,
                settle,
                rulesSettle,
                defaultCategory,
                clusterName,
                eventSinks.settings(),
                tenantPriorityLimit,
                tenantIgnore,
                podLabels,
                evidenceText == EvidenceText.match,
                podEvents,
                maxCategories,
                PodLabelNames.parse(metricsPodLabels),
                concurrency,
                startupTimeout,
                stopTimeout,
                security.settings());
    }

    private static String hostName() {
        String fromKubernetes = System.getenv("HOSTNAME");
        if (fromKubernetes != null && !fromKubernetes.isBlank()) {
            return fromKubernetes;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "podfailure-" + ProcessHandle.current().pid();
        }
    }
}
