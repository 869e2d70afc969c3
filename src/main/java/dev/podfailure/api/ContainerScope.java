package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which containers the container matchers and match conditions of a rule look at. A container must satisfy all that is
 * present.
 *
 * @param names exact container names
 * @param namePattern RE2 syntax, unanchored, on the container's name
 * @param roles any of {@code Regular}, {@code Init}, {@code Sidecar}; a sidecar is an init container with
 *     {@code restartPolicy: Always}
 */
public record ContainerScope(
        @Nullable List<String> names,
        @Nullable String namePattern,
        @Nullable List<String> roles) {}
