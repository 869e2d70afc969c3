package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which containers the container matchers of a rule look at.
 *
 * @param names exact container names
 */
public record ContainerScope(@Nullable List<String> names) {}
