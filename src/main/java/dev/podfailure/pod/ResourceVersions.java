package dev.podfailure.pod;

import org.jspecify.annotations.Nullable;

/** Resource versions as numbers, which Kubernetes allows to compare within one kind. */
final class ResourceVersions {
    private ResourceVersions() {}

    /** The number; 0 for what is none, so that nothing is taken for older than it. */
    static long number(@Nullable String resourceVersion) {
        try {
            return resourceVersion == null ? 0 : Long.parseUnsignedLong(resourceVersion);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
