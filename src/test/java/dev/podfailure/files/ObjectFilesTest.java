package dev.podfailure.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Pod\nmetadata: {name: a}\n---\nkind: Pod\nmetadata: {name: b}\n",
                "# a comment\n---\n---\nkind: Pod\nmetadata: {name: a}\n---\n{kind: Pod, metadata: {name: b}}\n...\n",
                "apiVersion: v1\nitems:\n- {metadata: {name: a}}\n- {metadata: {name: b}}\nkind: PodList\n",
                "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}\n{\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\"}}\n",
                "{\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}},"
                        + "{\"metadata\":{\"name\":\"b\"}}],\"kind\":\"List\"}",
                "<<: {kind: Pod, metadata: {name: a}}\n---\nkind: Pod\n<<: [{metadata: {name: b}}, {kind: Job}]\n",
                "x: &m {name: a}\nkind: Pod\nmetadata: *m\n---\nkind: Pod\nmetadata: {<<: {name: b, z: 1}}\n"
            })
    void readsDocumentsAndLists(String text) {
        List<FoundObject> found = read(text);

        assertThat(found).allSatisfy(object -> assertThat(object.kind()).isEqualTo("Pod"));
        assertThat(found)
                .extracting(
                        object -> object.value().path("metadata").path("name").asText())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Pod\\nspec: [1 | -: document 1, line 2: this is no YAML",
                "kind: Pod\\n---\\nkind: a: b | -: document 2, line 3: this is no YAML",
                "kind: Pod\\nkind: Pod | -: document 1, line 2: \"kind\" is there twice",
                "kind: Pod\\nspec: {a: .inf} | -: document 1, line 2: .inf is no value that Kubernetes knows",
                "kind: Pod\\nspec: !!int abc | -: document 1, line 2: \"abc\" is no !!int",
                "kind: Pod\\nspec: !!binary '%' | -: document 1, line 2: a !!binary must be base64",
                "kind: Pod\\nspec: *gone | -: document 1, line 2: nothing before this is called &gone",
                "{\"kind\": \"Pod\",\\n \"kind\": \"Pod\"} | -: document 1, line 2: this is no JSON",
                "{\"kind\": \"Pod\",\\n | -: document 1, line 2: this is no JSON",
                "just a text | -: document 1, line 1: an object is expected here",
                "[1, 2] | -: document 1, line 1: an object is expected here",
                "a: 1 | -: document 1, line 1: this has no kind",
                "{\"items\": [1], \"kind\": \"List\"} | -: document 1, line 1: an element of items must be an object",
                "kind: Pod\\nitems: [] | -: document 1, line 1: this has items, but its kind Pod is no List",
                "? [a]\\n: b | -: document 1, line 1: the name of a field must be a text",
                "kind: Pod\\n~: b | -: document 1, line 2: the name of a field must be a text",
                "kind: Pod\\ntrue: a\\nyes: b | -: document 1, line 3: \"true\" is there twice",
                "kind: Pod\\n<<: [1] | -: document 1, line 2: only objects can be merged",
                "{\"kind\": \"JobList\", \"items\": [{}]} | -: document 1, line 1: kind JobList is no PodList",
                "kind: \\e\\nkind: b | -: this is no YAML",
                "'' | -: this is empty",
                "# nothing | -: this is empty",
                "kind: \\u0000 | -: this is no YAML: ",
            })
    void saysWhereAFileIsWrong(String text, String message) {
        String input = text.replace("\\n", "\n").replace("\\u0000", "\0").replace("\\e", "\u001b");

        assertThatThrownBy(() -> read(input))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void aMountedConfigMapIsSeenOnce() throws IOException {
        Path data = Files.createDirectories(folder.resolve("..2026_01_01"));
        Files.writeString(data.resolve("a.yaml"), "kind: Pod\nmetadata: {name: a}\n");
        Files.createSymbolicLink(folder.resolve("..data"), data);
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data", "a.yaml"));

        List<FoundObject> found = new ArrayList<>();
        files().read(List.of(folder.toString()), found::add);

        assertThat(found).hasSize(1);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        InputStream bytes = new ByteArrayInputStream(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0x80});

        assertThatThrownBy(() -> new ObjectFiles(bytes, "Pod", false).read(List.of("-"), object -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("-: ");
    }

    @Test
    void aliasesThatStandForBillionsAreRefused() {
        StringBuilder bomb = new StringBuilder("kind: Pod\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String before = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, before))));
        }

        assertThatThrownBy(() -> read(bomb.toString())).hasMessageContaining("aliases stand for more than");
    }

    @Test
    void aDeepNestIsRefused() {
        assertThatThrownBy(() -> read("kind: Pod\na: " + "[".repeat(10_000))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> read("{\"kind\": \"Pod\", \"a\": " + "[".repeat(10_000)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void knowsThePlaceOfEachValue() {
        List<FoundObject> found = new ArrayList<>();
        new ObjectFiles(new ByteArrayInputStream("""
                                kind: Pod
                                spec:
                                  containers:
                                  - name: main
                                    image: x
                                """.getBytes(UTF_8)), "Pod", true).read(List.of("-"), found::add);

        FoundObject pod = found.getFirst();
        assertThat(pod.placeOf("spec.containers[0].image")).isEqualTo(new Place("-", 1, 5, 12));
        assertThat(pod.placeOf("spec.containers[0].env[3].name")).isEqualTo(pod.placeOf("spec.containers[0]"));
        assertThat(pod.placeOf("status")).isEqualTo(pod.place());
    }

    @Test
    void readsTheObjectsOfAFolderAndPassesOverTheRest() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/b.yml"), "kind: Pod\nmetadata: {name: b}\n");
        Files.writeString(folder.resolve("a.json"), "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}");
        Files.writeString(folder.resolve("list.yaml"), "- no object\n");
        Files.writeString(folder.resolve("notes.txt"), "kind: [");

        List<FoundObject> found = new ArrayList<>();
        files().read(List.of(folder.toString()), found::add);

        assertThat(found)
                .extracting(
                        object -> object.value().path("metadata").path("name").asText())
                .containsExactly("a", "b");
    }

    @Test
    void namesWhatIsNotThere() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> files().read(List.of(empty.toString()), object -> {}))
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("ends in .yaml");
        assertThatThrownBy(() -> files().read(List.of("nowhere.yaml"), object -> {}))
                .hasMessage("nowhere.yaml: there is no such file");
    }

    private static List<FoundObject> read(String text) {
        List<FoundObject> found = new ArrayList<>();
        new ObjectFiles(new ByteArrayInputStream(text.getBytes(UTF_8)), "Pod", false).read(List.of("-"), found::add);
        return found;
    }

    private static ObjectFiles files() {
        return new ObjectFiles(InputStream.nullInputStream(), "Pod", false);
    }
}
