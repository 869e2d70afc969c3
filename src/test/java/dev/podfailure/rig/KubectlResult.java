package dev.podfailure.rig;

import java.util.List;

/**
 * What a kubectl command gave.
 *
 * @param arguments what was asked
 * @param exitCode 0 if it worked
 * @param stdout as printed
 * @param stderr as printed
 */
public record KubectlResult(List<String> arguments, int exitCode, String stdout, String stderr) {
    public KubectlResult {
        arguments = List.copyOf(arguments);
    }

    /** The output of a command that has to work: anything but exit code 0 is an exception with what kubectl said. */
    public String output() {
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "kubectl %s: exit code %d: %s".formatted(String.join(" ", arguments), exitCode, stderr.strip()));
        }
        return stdout;
    }
}
