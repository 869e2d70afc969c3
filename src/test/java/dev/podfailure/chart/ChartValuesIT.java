package dev.podfailure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.rig.ProgramRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the chart: which are refused, and what the others become. */
class ChartValuesIT {
    private static final Path CHART = Path.of(Helm.CHART);

    /** Options that the objects of the chart depend on. */
    private static final Set<String> SET_BY_THE_CHART = Set.of(
            "namespace",
            "watch-namespaces",
            "leader-election",
            "identity",
            "http-port",
            "grpc-port",
            "insecure-grpc",
            "grpc-tls-cert-file",
            "grpc-tls-key-file",
            "http-tls-cert-file",
            "http-tls-key-file");

    @Test
    void lintFindsNothing() {
        ProgramRun lint = Helm.run("", "lint", "--strict", Helm.CHART);

        assertThat(lint.stdout()).contains("0 chart(s) failed");
        assertThat(lint.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica: 3                                      | at '': additional properties 'replica' not allowed",
                "replicas: two                                   | at '/replicas': got string, want integer",
                "replicas: -1                                    | at '/replicas': minimum: got -1, want 0",
                "image: {tagg: x}                                | at '/image': additional properties 'tagg' not allowed",
                "image: {repository: ''}                         | at '/image/repository': minLength: got 0, want 1",
                "image: {digest: abc}                            | at '/image/digest': 'abc' does not match pattern",
                "image: {pullPolicy: Sometimes}                  | at '/image/pullPolicy': value must be one of",
                "options: {cluster-nam: a}                       | at '/options': additional properties 'cluster-nam' not",
                "options: {namespace: a}                         | at '/options': additional properties 'namespace' not",
                "options: {settle: 2}                            | at '/options/settle': got number, want string",
                "options: {settle: 2 seconds}                    | at '/options/settle': '2 seconds' does not match pattern",
                "options: {tenant-ignore: sometimes}             | at '/options/tenant-ignore': got string, want boolean",
                "options: {pod-labels: team}                     | at '/options/pod-labels': got string, want array",
                "options: {evidence-text: all}                   | at '/options/evidence-text': value must be one of",
                "extraArgs: [log-level=DEBUG]                    | at '/extraArgs/0': 'log-level=DEBUG' does not match",
                "extraArgs: [--namespace=a]                      | at '/extraArgs/0'",
                "extraArgs: [--watch-namespaces]                 | at '/extraArgs/0'",
                "extraArgs: [--insecure-grpc]                    | at '/extraArgs/0'",
                "options: {insecure-grpc: true}                  | at '/options': additional properties 'insecure-grpc' not",
                "options: {event-sink: [nowhere]}                | at '/options/event-sink/0': 'nowhere' does not match pattern",
                "tls: {grpcSecret: Not_A_Name}                   | at '/tls/grpcSecret': 'Not_A_Name' does not match pattern",
                "watchNamespaces: team-a                         | at '/watchNamespaces': got string, want array",
                "watchNamespaces: [Team_A]                       | at '/watchNamespaces/0': 'Team_A' does not match pattern",
                "watchNamespaces: [a, a]                         | at '/watchNamespaces': items at 0 and 1 are equal",
                "podDisruptionBudget: {maxUnavailable: 0}        | at '/podDisruptionBudget/maxUnavailable'",
                "podLabels: {app.kubernetes.io/name: a}          | invalid propertyName 'app.kubernetes.io/name'",
                "podAnnotations: {a: 1}                          | at '/podAnnotations/a': got number, want null or string",
                "services: {http: {annotations: {a: true}}}      | at '/services/http/annotations/a': got boolean",
                "services: {https: {}}                           | at '/services': additional properties 'https' not allowed",
                "crds: {install: 'yes'}                          | at '/crds/install': got string, want boolean",
                "rbac: {create: 1}                               | at '/rbac/create': got number, want boolean",
                "admissionPolicies: {own: true}                  | at '/admissionPolicies': additional properties 'own' not",
                "networkPolicy: {eventClients: {}}               | at '/networkPolicy/eventClients': got object, want array",
                "monitoring: {serviceMonitor: {interval: 30}}    | at '/monitoring/serviceMonitor/interval': got number",
                "resources: {limit: {}}                          | at '/resources': additional properties 'limit' not allowed",
                "terminationGracePeriodSeconds: 0                | at '/terminationGracePeriodSeconds': minimum: got 0, want 1",
                "fullnameOverride: Pod_Failure                   | at '/fullnameOverride': 'Pod_Failure' does not match pattern",
                "extraVolumeMounts: [{name: a}]                  | at '/extraVolumeMounts/0': missing property 'mountPath'",
            })
    void refuses(String values, String message) {
        ProgramRun run = Helm.template(values);

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.stderr()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "global: {imageRegistry: elsewhere}",
                "podDisruptionBudget: {maxUnavailable: 50%}",
                "services: {http: {annotations: {prometheus.io/scrape: null}}}",
                "podSecurityContext: {runAsUser: null}",
                "resources: {limits: {cpu: null}}",
            })
    void takes(String values) {
        assertThat(Helm.template(values).stderr()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "options: {cluster-name: prod-1}                      | --cluster-name=prod-1",
                "options: {cluster-name: ''}                          | --cluster-name=",
                "options: {tenant-ignore: true}                       | --tenant-ignore",
                "options: {tenant-ignore: false}                      | ''",
                "options: {pod-labels: [team, example.com/queue]}     | --pod-labels=team,example.com/queue",
                "options: {pod-labels: []}                            | ''",
                "options: {max-categories: 2000000}                   | --max-categories=2000000",
                "options: {tenant-priority-limit: -5}                 | --tenant-priority-limit=-5",
                "options: {event-sink: ['a=h:1', 'b=h:2']}            | '--event-sink=a=h:1,b=h:2'",
                "extraArgs: [--log-level=DEBUG]                       | --log-level=DEBUG",
                "watchNamespaces: [a, b]                              | '--watch-namespaces=a,b'",
            })
    void becomesAnArgument(String values, String argument) {
        List<String> expected = new ArrayList<>(List.of("operator", "--leader-election"));
        if (!argument.isEmpty()) {
            expected.add(argument);
        }

        assertThat(texts(container(values).path("args"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "{tag: v1}, podfailure:v1",
        "{repository: r.example.com/p}, r.example.com/p:0.1.0-SNAPSHOT",
    })
    void namesTheImage(String image, String expected) {
        assertThat(container("image: " + image).path("image").asText()).isEqualTo(expected);
    }

    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        JsonNode chart = yaml(CHART.resolve("Chart.yaml"));

        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>podfailure</artifactId>\n  <version>"
                        + chart.path("appVersion").asText() + "</version>");
        assertThat(chart.path("version")).isEqualTo(chart.path("appVersion"));
    }

    @Test
    void theSchemaKnowsEveryOptionOfTheOperator() throws IOException {
        Set<String> documented = Pattern.compile("(?m)^\\| `--([a-z-]+)` \\|")
                .matcher(Files.readString(Path.of("docs", "operator.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        documented.removeAll(SET_BY_THE_CHART);

        assertThat(names(schema().at("/properties/options/properties")))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    /** A key that the schema allows and values.yaml does not explain would be found by nobody. */
    @Test
    void theValuesFileShowsEveryKeyOfTheSchema() throws IOException {
        Set<String> shown = names(yaml(CHART.resolve("values.yaml")));
        Set<String> allowed = names(schema().path("properties"));
        allowed.remove("global");

        assertThat(shown).isEqualTo(allowed);
    }

    /** Nothing of the Prometheus operator is asked for unless somebody says that it is there. */
    @ParameterizedTest
    @CsvSource({"serviceMonitor, service-monitor.yaml", "podMonitor, pod-monitor.yaml"})
    void monitorsAreThoseOfTheFolderMonitoring(String value, String file) throws IOException {
        var expected = RenderedObjects.in(Files.readString(Path.of("monitoring", file)));

        var rendered = RenderedObjects.ofChart(Helm.template("monitoring: {%s: {enabled: true}}".formatted(value))
                .output());

        assertThat(rendered).containsAllEntriesOf(expected);
        assertThat(RenderedObjects.in(Helm.template("{}").output()))
                .doesNotContainKeys(expected.keySet().iterator().next());
    }

    @Test
    void aMonitorCanBeSelectedAndCanAuthenticate() {
        String yaml = Helm.template("""
                        monitoring:
                          podMonitor:
                            enabled: true
                            labels: {release: prometheus}
                            endpoint: {scheme: https}
                        """).output();

        JsonNode monitor = RenderedObjects.named(
                "monitoring.coreos.com/v1 PodMonitor podfailure-system/podfailure", RenderedObjects.in(yaml));
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/scheme").asText()).isEqualTo("https");
    }

    /** A port that speaks HTTPS answers no probe in plain text. */
    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
    void probesSpeakWhatThePortSpeaks(String probe) {
        assertThat(container("tls: {httpSecret: s}")
                        .at("/" + probe + "/httpGet/scheme")
                        .asText())
                .isEqualTo("HTTPS");
        assertThat(container("{}").at("/" + probe + "/httpGet").has("scheme")).isFalse();
    }

    private static JsonNode container(String values) {
        return RenderedObjects.named(
                        "apps/v1 Deployment podfailure-system/podfailure",
                        RenderedObjects.in(Helm.template(values).output()))
                .at("/spec/template/spec/containers/0");
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
    }

    private static JsonNode yaml(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
