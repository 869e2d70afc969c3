package dev.podfailure.rules;

import dev.podfailure.failure.ContainerRole;
import dev.podfailure.failure.TerminatedContainer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code containers}: which containers a rule looks at. A container must satisfy every part.
 *
 * @param names exact names; empty means any
 * @param namePattern what must be in the name; absent means any
 * @param roles what the container may be for; empty means anything
 */
record Scope(Set<String> names, @Nullable TextPattern namePattern, Set<ContainerRole> roles) {
    /** Every container. */
    static final Scope ALL = new Scope(Set.of(), null, Set.of());

    Scope {
        names = Set.copyOf(names);
        roles = Set.copyOf(roles);
    }

    boolean includes(TerminatedContainer container) {
        return (names.isEmpty() || names.contains(container.name()))
                && (roles.isEmpty() || roles.contains(container.role()))
                && (namePattern == null || namePattern.isIn(container.name()));
    }

    boolean isAll() {
        return equals(ALL);
    }
}
