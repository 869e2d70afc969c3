package dev.podfailure.access;

/** A right that RBAC can grant. */
public sealed interface Permission {
    /** API group of {@link WatchEvents}. */
    String GROUP = "podfailure.dev";

    /** A resource that exists in RBAC only: there are no objects of it. */
    String EVENTS = "failureevents";

    /** To hear of the failures of a namespace; {@code ""} for those of all. */
    record WatchEvents(String namespace) implements Permission {
        @Override
        public String toString() {
            return "watch " + EVENTS + "." + GROUP
                    + (namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace);
        }
    }

    /** To read a page of the HTTP port. */
    record GetPath(String path) implements Permission {
        @Override
        public String toString() {
            return "get " + path;
        }
    }
}
