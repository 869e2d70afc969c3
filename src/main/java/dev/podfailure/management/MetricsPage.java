package dev.podfailure.management;

/** Where {@code /metrics} comes from. */
@FunctionalInterface
public interface MetricsPage {
    /**
     * All metrics as they are now.
     *
     * @param contentType {@code text/plain} or {@code application/openmetrics-text}, with parameters
     */
    String render(String contentType);
}
