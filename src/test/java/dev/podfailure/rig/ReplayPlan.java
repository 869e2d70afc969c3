package dev.podfailure.rig;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rig.PodRecord.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a record which requests led to what the watcher saw. */
final class ReplayPlan {
    private final PodRecord record;
    private final List<ReplayStep> steps = new ArrayList<>();
    private boolean placed;
    private boolean gone;
    private @Nullable Instant firstDeletion;
    private @Nullable JsonNode lastStatus;

    private ReplayPlan(PodRecord record) {
        this.record = record;
    }

    /** The steps, in the order of their times. */
    static List<ReplayStep> of(PodRecord record) {
        ReplayPlan plan = new ReplayPlan(record);
        record.history().forEach(plan::add);
        plan.addEvents();
        plan.steps.sort(Comparator.comparing(ReplayStep::at));
        return List.copyOf(plan.steps);
    }

    /**
     * The moment that times are told from: the request to delete the pod, or its end if that came first. Times of the
     * status keep their distance to it, so that what was before a deletion stays before it.
     */
    static Instant anchor(PodRecord record) {
        for (Update update : record.history()) {
            if (update.deletionTimestamp() != null || update.isTerminal()) {
                return update.at();
            }
        }
        return record.history().getLast().at();
    }

    private void add(Update update) {
        switch (update.type()) {
            case "ADDED" -> create(update);
            case "MODIFIED" -> modify(update);
            case "DELETED" -> remove(update);
            default ->
                throw new IllegalArgumentException(
                        "record %s has an update of type %s".formatted(record.name(), update.type()));
        }
    }

    private void create(Update update) {
        placed = record.spec().has("nodeName") && !wasScheduled();
        steps.add(new ReplayStep.Create(update.at(), placed));
        lastStatus = update.status();
        // A new pod is Pending anyway.
        if (update.status().size() > 1) {
            steps.add(new ReplayStep.WriteStatus(update.at(), update.status()));
        }
    }

    private void modify(Update update) {
        boolean bound = bind(update);
        boolean onlyScheduled = bound && !update.status().has("startTime");
        if (!onlyScheduled && !update.status().equals(lastStatus)) {
            steps.add(new ReplayStep.WriteStatus(update.at(), update.status()));
        }
        lastStatus = update.status();
        delete(update);
    }

    private boolean bind(Update update) {
        if (placed || !isScheduled(update)) {
            return false;
        }
        placed = true;
        steps.add(new ReplayStep.Bind(
                update.at(), record.spec().required("nodeName").asText()));
        return true;
    }

    private void delete(Update update) {
        Instant deletion = update.deletionTimestamp();
        if (deletion == null) {
            return;
        }
        if (firstDeletion == null && !goesAtOnce(update)) {
            firstDeletion = deletion;
            long grace = record.deletionGrace();
            steps.add(new ReplayStep.Delete(update.at(), grace, deletion.minusSeconds(grace)));
        } else if (!deletion.equals(firstDeletion)) {
            remove(update);
        }
    }

    private void remove(Update update) {
        if (!gone) {
            gone = true;
            steps.add(new ReplayStep.Remove(update.at()));
        }
    }

    /** The API server does not wait for pods that have come to their end or that no kubelet has. */
    private boolean goesAtOnce(Update update) {
        return update.isTerminal() || !placed;
    }

    /** A scheduler's first word comes before the kubelet's. */
    private boolean wasScheduled() {
        return record.history().stream()
                .filter(ReplayPlan::isScheduled)
                .findFirst()
                .map(update -> !update.status().has("startTime"))
                .orElse(false);
    }

    private static boolean isScheduled(Update update) {
        for (JsonNode condition : update.status().path("conditions")) {
            if (condition.path("type").asText().equals("PodScheduled")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private void addEvents() {
        Instant created = record.history().getFirst().at();
        for (int i = 0; i < record.events().size(); i++) {
            RecordedEvent event = record.events().get(i);
            steps.add(new ReplayStep.PostEvent(later(event.firstSeen(), created), event, i));
            if (event.isRepeated()) {
                steps.add(new ReplayStep.RepeatEvent(later(event.lastSeen(), created), event, i));
            }
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
