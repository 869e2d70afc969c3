package dev.podfailure.cli;

/** How log lines look. */
enum LogFormat {
    auto,
    text,
    json;

    /** Chooses format and level. To be called before anything logs: the logging library reads both once. */
    void use(String level) {
        boolean inPod = System.getenv("KUBERNETES_SERVICE_HOST") != null;
        System.setProperty("podfailure.log.format", this == json || (this == auto && inPod) ? "json" : "text");
        System.setProperty("podfailure.log.level", level);
    }
}
