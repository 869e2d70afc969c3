package dev.podfailure.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the cluster to work on: {@code KUBECONFIG}, then {@code ~/.kube/config}, then the pod's service account. */
public final class ClusterConfig {
    private static final Path SERVICE_ACCOUNT_TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
    private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");
    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

    private ClusterConfig() {}

    /**
     * The client configuration of the cluster that the environment names.
     *
     * @throws InvalidSettingException if the environment names none, or a file that cannot be used
     */
    static Config find(Map<String, String> environment, Path home) {
        return find(environment, home, null);
    }

    /**
     * The same for another context than the current one.
     *
     * @param context name of the context; null for the current one
     * @throws InvalidSettingException also if there is no such context
     */
    public static Config find(Map<String, String> environment, Path home, @Nullable String context) {
        List<Path> files = kubeconfigs(environment.get("KUBECONFIG"), home);
        Config config;
        if (!files.isEmpty()) {
            config = read(files, context);
        } else if (Files.exists(SERVICE_ACCOUNT_TOKEN)) {
            config = Config.autoConfigure(null);
        } else {
            throw new InvalidSettingException(
                    "KUBECONFIG",
                    "is not set, " + home.resolve(".kube/config")
                            + " does not exist and this is no pod: there is no cluster to work on");
        }
        return new ConfigBuilder(config)
                .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
                .build();
    }

    private static List<Path> kubeconfigs(@Nullable String variable, Path home) {
        if (variable == null || variable.isBlank()) {
            Path usual = home.resolve(".kube/config");
            return Files.exists(usual) ? List.of(usual) : List.of();
        }
        List<Path> named = Stream.of(variable.split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
        List<Path> existing = named.stream().filter(Files::isReadable).toList();
        if (existing.isEmpty()) {
            throw new InvalidSettingException("KUBECONFIG", "names " + variable + ", which cannot be read");
        }
        return existing;
    }

    private static Config read(List<Path> files, @Nullable String context) {
        Config config;
        try {
            // Several files are merged by the client's own reading of KUBECONFIG.
            config = files.size() == 1
                    ? Config.fromKubeconfig(context, files.getFirst().toFile())
                    : Config.autoConfigure(context);
        } catch (RuntimeException e) {
            throw new InvalidSettingException("KUBECONFIG", "names " + names(files) + ", no kubeconfig" + place(e));
        }
        if (context != null
                && (config.getCurrentContext() == null
                        || !context.equals(config.getCurrentContext().getName()))) {
            throw new InvalidSettingException(
                    "--context", "is " + context + ", which " + names(files) + " does not hold");
        }
        if (config.getCurrentContext() == null) {
            throw new InvalidSettingException(
                    "KUBECONFIG", "names " + names(files) + ", which has no usable current-context");
        }
        return config;
    }

    private static String names(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** Where a file is no YAML. The rest of what the client says of it is about its own classes. */
    private static String place(RuntimeException error) {
        Matcher place = PLACE.matcher(String.valueOf(error.getMessage()));
        return place.find() ? ": not readable at " + place.group() : ": it has not the fields of one";
    }
}
