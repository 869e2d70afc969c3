package dev.podfailure.pod;

import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.metrics.FailureMetrics.CommitError;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about one failed pod and does what was decided. Runs on the leader, for one pod at a time on one thread. */
final class FailedPodReview {
    private static final Logger LOG = LoggerFactory.getLogger(FailedPodReview.class);

    private static final int MAX_CONFLICTS = 3;
    private static final Duration READERS_BUSY = Duration.ofMillis(50);

    private final FailedPodSettings settings;
    private final Classifier classifier;
    private final PodAccess access;
    private final FailureMetrics metrics;
    private final CommitJournal journal;
    private final RareLog rareLog;
    private final Clock clock;

    FailedPodReview(
            FailedPodSettings settings,
            Classifier classifier,
            PodAccess access,
            FailureMetrics metrics,
            CommitJournal journal,
            RareLog rareLog,
            Clock clock) {
        this.settings = settings;
        this.classifier = classifier;
        this.access = access;
        this.metrics = metrics;
        this.journal = journal;
        this.rareLog = rareLog;
        this.clock = clock;
    }

    /**
     * Looks at a version of the pod.
     *
     * @return when to look again if nothing changes until then; absent: not at all
     */
    Optional<Duration> look(Pod version, WatchedPod watched) {
        Pod pod = version;
        for (int conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts++) {
            if (watched.isOutdated(pod)) {
                return Optional.empty();
            }
            FailedPod failed = classifier.failedPod(pod, watched, false);
            Decision decision = classifier.decide(failed, true);
            if (!(decision instanceof Decision.Commit commit)) {
                return withoutCommit(decision, watched);
            }
            CommitAnswer answer = commit(failed, commit, watched);
            if (!(answer instanceof CommitAnswer.Conflict)) {
                return afterAnswer(answer, watched);
            }
            metrics.commitError(CommitError.CONFLICT);
            switch (access.read(pod)) {
                case PodReading.Gone gone -> {
                    return Optional.empty();
                }
                case PodReading.Unreadable unreadable -> {
                    return Optional.of(Backoff.quick(watched.trouble()));
                }
                case PodReading.Found found -> pod = PodTrimmer.trim(found.pod());
            }
            if (!"Failed".equals(pod.getStatus().getPhase())) {
                return Optional.empty();
            }
        }
        return Optional.of(Backoff.quick(watched.trouble()));
    }

    private Optional<Duration> withoutCommit(Decision decision, WatchedPod watched) {
        switch (decision) {
            case Decision.Wait wait -> {
                Duration left = Duration.between(clock.instant(), wait.until());
                return Optional.of(left.isNegative() ? Duration.ZERO : left);
            }
            case Decision.ReadEvents busy -> {
                return Optional.of(READERS_BUSY);
            }
            case Decision.AlreadyDecided decided ->
                watched.takeAttempt(decided.annotations()).ifPresent(journal::accepted);
            case Decision.Skip skip -> {
                if (watched.noteOnce(WatchedPod.Note.SKIPPED)) {
                    metrics.skipped(skip.reason());
                }
            }
            case Decision.LeaveUnmarked leave -> {
                if (watched.noteOnce(WatchedPod.Note.UNMATCHED)) {
                    metrics.unmatched();
                }
            }
            case Decision.NotYet notYet -> {}
            case Decision.Commit commit -> throw new IllegalArgumentException("a commit is for the caller");
        }
        return Optional.empty();
    }

    private CommitAnswer commit(FailedPod failed, Decision.Commit commit, WatchedPod watched) {
        Instant now = clock.instant();
        Attempt attempt = new Attempt(
                failed,
                commit.classification(),
                commit.judgement(),
                DecisionRecord.of(
                        failed,
                        commit.classification(),
                        commit.revision(),
                        now,
                        settings.identity(),
                        settings.evidenceText()));
        watched.sending(attempt);
        CommitAnswer answer = access.commit(failed.pod(), attempt.annotations());
        if (answer instanceof CommitAnswer.Accepted accepted) {
            watched.accepted(accepted.resourceVersion());
            // The informer may have been faster than the answer; then it is counted already.
            watched.takeAttempt(attempt.annotations()).ifPresent(journal::accepted);
        }
        return answer;
    }

    private Optional<Duration> afterAnswer(CommitAnswer answer, WatchedPod watched) {
        return switch (answer) {
            case CommitAnswer.Accepted accepted -> Optional.empty();
            case CommitAnswer.Gone gone -> Optional.empty();
            case CommitAnswer.Conflict conflict -> Optional.of(Backoff.quick(watched.trouble()));
            case CommitAnswer.Refused refused -> {
                metrics.commitError(
                        refused.code() == 401 || refused.code() == 403 ? CommitError.FORBIDDEN : CommitError.REJECTED);
                rareLog.log(
                        "commit " + refused.code(),
                        () -> LOG.atWarn()
                                .addKeyValue("code", refused.code())
                                .addKeyValue("uid", watched.uid())
                                .addKeyValue("error", refused.message())
                                .log("The API server refuses the annotation of a failed pod"));
                yield Optional.of(Backoff.slow(watched.refusal()));
            }
            case CommitAnswer.Unclear unclear -> {
                metrics.commitError(unclear.reason());
                Duration backoff = Backoff.quick(watched.trouble());
                yield Optional.of(unclear.retryAfter().compareTo(backoff) > 0 ? unclear.retryAfter() : backoff);
            }
        };
    }
}
