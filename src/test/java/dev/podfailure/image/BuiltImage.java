package dev.podfailure.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** An image in a tarball, opened: its configuration, and the file system that its layers give. */
record BuiltImage(JsonNode config, List<Path> layers, Path root) {
    private static final Path BUILT = Path.of("target", "image");

    /** Jib notes when a file was made, which tar does not know. */
    private static final String QUIETLY = "--warning=no-unknown-keyword";

    /** Runs {@code bin/image} with these arguments. */
    static void build(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bin/image"));
        command.addAll(List.of(arguments));
        run(command);
    }

    /** The digest of the image that was built last. */
    static String digest() throws IOException {
        return Files.readString(BUILT.resolve("digest"));
    }

    /** A file of what was laid out for the program's layer. */
    static Path programFile(String name) {
        return BUILT.resolve("program/opt/podfailure").resolve(name);
    }

    /** Unpacks the image that was built last into an empty folder. */
    static BuiltImage unpack(Path folder) throws IOException, InterruptedException {
        Path tar;
        try (var files = Files.list(BUILT)) {
            tar = files.filter(file -> file.toString().endsWith(".tar"))
                    .findFirst()
                    .orElseThrow();
        }
        run(List.of("tar", "-xf", tar.toString(), "-C", folder.toString()));
        ObjectMapper json = new ObjectMapper();
        JsonNode index = json.readTree(folder.resolve("index.json").toFile());
        JsonNode manifest = json.readTree(
                blob(folder, index.at("/manifests/0/digest").asText()).toFile());
        List<Path> layers = StreamSupport.stream(manifest.path("layers").spliterator(), false)
                .map(layer -> blob(folder, layer.path("digest").asText()))
                .toList();
        Path root = Files.createDirectory(folder.resolve("root"));
        for (Path layer : layers) {
            run(List.of("tar", QUIETLY, "-xzpf", layer.toString(), "-C", root.toString(), "--no-same-owner"));
        }
        JsonNode config = json.readTree(
                blob(folder, manifest.at("/config/digest").asText()).toFile());
        return new BuiltImage(config, layers, root);
    }

    /** The command that starts the program, as it is where the image lies unpacked. */
    List<String> command() {
        return texts("/config/Entrypoint").stream()
                .map(word -> word.replace("/opt/", root + "/opt/"))
                .toList();
    }

    List<String> texts(String pointer) {
        return StreamSupport.stream(config.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Every file of the layers as {@code tar -tv} lists it. */
    List<String> listing() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (Path layer : layers) {
            lines.addAll(
                    run(List.of("tar", QUIETLY, "--numeric-owner", "--utc", "--full-time", "-tvzf", layer.toString()))
                            .lines()
                            .toList());
        }
        return lines;
    }

    /** Runs a command to its end. Returns what it printed; fails if it failed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private static Path blob(Path folder, String digest) {
        return folder.resolve("blobs").resolve(digest.replace(':', '/'));
    }
}
