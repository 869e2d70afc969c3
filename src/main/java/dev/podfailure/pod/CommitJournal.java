package dev.podfailure.pod;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodFailure.PodIdentity;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.metrics.PodOrigin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What is counted and logged about decisions that cannot be taken back, and who else is asked about them. */
final class CommitJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CommitJournal.class);

    private final FailureMetrics metrics;
    private final Consumer<Judgement> shadows;
    private final Consumer<Attempt> announcements;
    private final SortedSet<String> podLabels;
    private final Clock clock;

    /**
     * @param shadows asks the shadow rule sets; must not block
     * @param announcements told of each of them; must not block
     * @param podLabels keys of the pod labels that go into the log
     */
    CommitJournal(
            FailureMetrics metrics,
            Consumer<Judgement> shadows,
            Consumer<Attempt> announcements,
            Set<String> podLabels,
            Clock clock) {
        this.metrics = metrics;
        this.shadows = shadows;
        this.announcements = announcements;
        this.podLabels = new TreeSet<>(podLabels);
        this.clock = clock;
    }

    /** The API server accepted a record. To be called once for each. */
    void accepted(Attempt attempt) {
        PodIdentity pod = attempt.failed().facts().pod();
        PodAnnotations record = attempt.annotations();
        if (record.revision() > 0) {
            metrics.reclassified();
        } else {
            Instant failedAt = FailureTime.of(attempt.failed());
            metrics.committed(
                    origin(pod),
                    attempt.classification(),
                    record.backlog(),
                    Duration.between(failedAt, clock.instant()));
            shadows.accept(attempt.judgement());
        }
        line(pod, record.category(), record.subcategory(), record.rule())
                .addKeyValue("evidence", record.evidence())
                .addKeyValue("eventId", record.eventId())
                .addKeyValue("revision", record.revision())
                .log("Classified a failed pod");
        announcements.accept(attempt);
    }

    /** A pod was gone before a record could be written on it. Only the leader counts, and only what it watched to the end. */
    void vanished(Attempt attempt) {
        PodIdentity pod = attempt.failed().facts().pod();
        PodAnnotations record = attempt.annotations();
        metrics.vanished(origin(pod), attempt.classification(), record.backlog());
        shadows.accept(attempt.judgement());
        line(pod, record.category(), record.subcategory(), record.rule())
                .addKeyValue("evidence", record.evidence())
                .addKeyValue("eventId", record.eventId())
                .log("Classified a failed pod that was gone before it could be annotated");
        announcements.accept(attempt);
    }

    private static PodOrigin origin(PodIdentity pod) {
        return new PodOrigin(pod.namespace(), pod.labels());
    }

    private LoggingEventBuilder line(PodIdentity pod, String category, String subcategory, String rule) {
        String owner = pod.ownerKind().isEmpty() ? "" : pod.ownerKind() + "/" + pod.ownerName();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("namespace", pod.namespace())
                .addKeyValue("pod", pod.name())
                .addKeyValue("uid", pod.uid())
                .addKeyValue("node", EscapedText.of(pod.nodeName()))
                .addKeyValue("owner", EscapedText.of(owner))
                .addKeyValue("category", category)
                .addKeyValue("subcategory", subcategory)
                .addKeyValue("rule", rule);
        for (String key : podLabels) {
            String value = pod.labels().get(key);
            line = value == null ? line : line.addKeyValue("label/" + key, value);
        }
        return line;
    }
}
