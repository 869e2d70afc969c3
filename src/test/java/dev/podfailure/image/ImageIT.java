package dev.podfailure.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image, built as a release builds it but with no base below it, unpacked, and started from there. */
@RequiresControlPlane
final class ImageIT {
    private static final String HOME = "opt/podfailure";
    private static final String NAMESPACE = "image";
    private static final Pattern AUTHORITY = Pattern.compile("certificate-authority: '([^']+)'");

    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Path kubeconfig;
    private static BuiltImage image;

    @BeforeAll
    static void build(ControlPlane controlPlane) throws Exception {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.createNamespace(NAMESPACE);
        BuiltImage.build();
        // Whoever the program runs as may come in.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        kubeconfig = readable(plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"));
        image = BuiltImage.unpack(Files.createDirectory(folder.resolve("image")));
    }

    @Test
    void runsAsTheUserOfTheManifests() throws IOException {
        PodSecurityContext user = deployment().getSpec().getTemplate().getSpec().getSecurityContext();
        assertThat(image.config().at("/config/User").asText())
                .isEqualTo("65532:65532")
                .isEqualTo(user.getRunAsUser() + ":" + user.getRunAsGroup());
    }

    @Test
    void listensOnThePortsOfTheManifests() throws IOException {
        List<String> ports =
                deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getPorts().stream()
                        .map(port -> port.getContainerPort() + "/tcp")
                        .toList();
        assertThat(image.config().at("/config/ExposedPorts").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(ports);
    }

    @Test
    void startsTheOperatorUnlessToldOtherwise() {
        assertThat(image.texts("/config/Cmd")).containsExactly("operator");
    }

    @Test
    void saysWhatItIs() {
        assertThat(image.config().at("/config/Labels").properties())
                .extracting(label -> entry(label.getKey(), label.getValue().asText()))
                .contains(
                        entry("org.opencontainers.image.title", "podfailure"),
                        entry("org.opencontainers.image.licenses", "Apache-2.0"))
                .anySatisfy(label -> assertThat(label.getKey()).isEqualTo("org.opencontainers.image.version"));
    }

    @Test
    void isALayerForTheRuntimeAndOneForTheProgram() throws Exception {
        assertThat(image.layers()).hasSize(2);
        assertThat(BuiltImage.run(
                        List.of("tar", "-tzf", image.layers().getFirst().toString())))
                .contains(HOME + "/java/bin/java")
                .doesNotContain("podfailure.jar");
        assertThat(BuiltImage.run(
                        List.of("tar", "-tzf", image.layers().getLast().toString())))
                .contains(HOME + "/podfailure.jar", HOME + "/podfailure.jsa", HOME + "/classes.txt")
                .contains(HOME + "/LICENSE", HOME + "/THIRD-PARTY.txt", HOME + "/bom.json")
                .doesNotContain("java/bin");
    }

    @Test
    void startsAsTheDockerfileSays() throws IOException {
        String[] words = Files.readString(Path.of("Dockerfile"))
                .lines()
                .filter(line -> line.startsWith("ENTRYPOINT "))
                .map(line -> Serialization.unmarshal(line.substring("ENTRYPOINT ".length()), String[].class))
                .findFirst()
                .orElseThrow();
        assertThat(image.texts("/config/Entrypoint")).containsExactly(words);
    }

    /** Root's, written by nobody, and as old as the archive of classes asks for. */
    @Test
    void letsNobodyChangeAFile() throws Exception {
        assertThat(image.listing())
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        line -> assertThat(line).matches("[d-]rw?[x-]?r-[x-]r-[x-] +0/0 .* 1970-01-01 00:00:01 .*"));
    }

    /** The base below a released image has the C library and no other. */
    @Test
    void needsNoLibraryButThatOfC() throws Exception {
        List<String> needed = new ArrayList<>();
        for (Path library : files().keySet().stream()
                .filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                .toList()) {
            BuiltImage.run(List.of("ldd", library.toString()))
                    .lines()
                    .map(line -> line.strip().split("[ (]", 2)[0])
                    .map(name -> Path.of(name).getFileName().toString())
                    .forEach(needed::add);
        }
        needed.removeIf(name -> files().keySet().stream().anyMatch(file -> file.endsWith(name)));
        assertThat(needed)
                .contains("libc.so.6")
                .allMatch(name -> name.matches("(linux-vdso|libc|libm|libdl|libpthread|librt|ld-linux-.*)\\.so\\.\\d"));
    }

    @Test
    void readsTheLibraryOfRulesInTheImage() throws Exception {
        Path pods = Files.writeString(folder.resolve("pods.json"), """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "batch", "name": "a", "uid": "u"},
                 "spec": {"containers": [{"name": "main", "image": "none"}]},
                 "status": {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory."}}
                """);
        List<String> command = new ArrayList<>(image.command());
        command.addAll(List.of("classify", "--library", "--pods", pods.toString()));
        assertThat(BuiltImage.run(command)).contains("Matched", "library-15-evictions");
    }

    /** With {@code -Xshare:on} the JVM ends unless it can use the archive that it was given. */
    @Test
    void itsArchiveOfClassesFitsItsRuntime() throws Exception {
        List<String> command = new ArrayList<>(image.command());
        command.add(1, "-Xshare:on");
        command.add("--version");
        assertThat(BuiltImage.run(command)).contains("podfailure");
    }

    @Test
    void takesMostClassesFromTheArchive() throws Exception {
        Path loaded = folder.resolve("loaded");
        Files.createFile(loaded, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
        Files.setPosixFilePermissions(loaded, PosixFilePermissions.fromString("rw-rw-rw-"));
        List<String> command = asItsUser();
        command.add(command.size() - 2, "-Xlog:class+load:file=" + loaded);
        try (ImageProcess operator = ImageProcess.operator(command, kubeconfig)) {
            operator.awaitReady();
            assertThat(operator.stop()).isZero();
        }
        List<String> classes = Files.readAllLines(loaded);
        assertThat(classes.stream().filter(line -> line.contains("shared objects file")))
                .hasSizeGreaterThan(5_000)
                .hasSizeGreaterThan(classes.size() * 8 / 10);
    }

    @Test
    void worksAsItsUserOnFilesThatItCannotWrite() throws Exception {
        BuiltImage.run(List.of("chmod", "-R", "a-w", image.root().toString()));
        Map<Path, String> before = files();
        FailingPods pods = new FailingPods(plane.admin(), NAMESPACE);
        plane.kubectl("apply", "-f", "examples/getting-started.yaml").output();
        try (ImageProcess operator = ImageProcess.operator(asItsUser(), kubeconfig)) {
            operator.awaitReady();
            pods.fail("main", 42);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(pods.record("main")).isPresent());
            assertThat(operator.stop()).isZero();
            assertThat(operator.output()).doesNotContain("Exception", "[warning]");
            assertThat(operator.output().lines())
                    .allSatisfy(
                            line -> assertThat(new ObjectMapper().readTree(line).fieldNames())
                                    .toIterable()
                                    .contains("timestamp", "level", "message", "logger_name", "thread")
                                    .doesNotContain("@version", "level_value"));
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void isTheSameWhenItIsBuiltAgain() throws Exception {
        String first = BuiltImage.digest();
        Path classes = Files.copy(BuiltImage.programFile("classes.txt"), folder.resolve("classes.txt"));

        BuiltImage.build("--classes", classes.toString());

        assertThat(BuiltImage.digest()).isEqualTo(first).startsWith("sha256:");
    }

    /** A copy that every user may read, with the certificate that it names. */
    private static Path readable(Path original) throws IOException {
        String text = Files.readString(original);
        Matcher authority = AUTHORITY.matcher(text);
        assertThat(authority.find()).as(text).isTrue();
        Path certificate = Files.write(folder.resolve("ca.crt"), Files.readAllBytes(Path.of(authority.group(1))));
        Path copy = Files.writeString(
                folder.resolve("kubeconfig"), text.replace(authority.group(1), certificate.toString()));
        for (Path file : List.of(certificate, copy)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        return copy;
    }

    private static Deployment deployment() throws IOException {
        return Serialization.unmarshal(Files.readString(Path.of("manifests", "30-deployment.yaml")), Deployment.class);
    }

    /** As root one can be the user of the image; else the user who runs the tests is as good. */
    private static List<String> asItsUser() throws Exception {
        List<String> command = new ArrayList<>();
        if (BuiltImage.run(List.of("id", "-u")).strip().equals("0")) {
            command.addAll(List.of("setpriv", "--reuid=65532", "--regid=65532", "--clear-groups"));
        }
        command.addAll(image.command());
        return command;
    }

    /** The files of the image with what would tell of a change. */
    private static Map<Path, String> files() {
        try (var files = Files.walk(image.root())) {
            Map<Path, String> states = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                states.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
            return states;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
