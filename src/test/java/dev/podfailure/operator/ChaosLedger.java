package dev.podfailure.operator;

import com.google.protobuf.util.Timestamps;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of every pod, from the audit log of the API server and from what clients were told; and who counted it. */
final class ChaosLedger {
    /** How long after an interruption of everybody's watch a pod may come and go unseen. */
    private static final Duration GAP = Duration.ofSeconds(45);

    /** What a process may have done and not yet counted when it is killed: what its threads had in hand. */
    private static final int IN_HAND = 16;

    /** From the end of a request in the API server to the counter of the process that sent it. */
    private static final Duration LAG = Duration.ofSeconds(2);

    enum Fate {
        COMMITTED,
        SKIPPED,
        VANISHED,
        /** Came and went while no replica watched, or while no client listened: a gap said so. */
        UNSEEN
    }

    private final Map<String, ChaosPods.Failed> failed;
    private final Map<String, List<AuditLog.Commit>> commits;
    private final Map<String, PodAnnotations> records;
    private final List<ResumingClient> clients;
    private final List<ChaosReplicas.Replica> replicas;
    private final Map<Long, Instant> rules;
    private final List<Instant> interruptions;
    private final Map<String, Set<FailureEvent>> events;
    private final List<String> problems = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    /**
     * @param sent every record that was sent to the API server
     * @param records what stands on the pods that exist
     * @param rules when each version of the rules was about to be written
     * @param interruptions when the watches of all replicas were broken off at once
     */
    ChaosLedger(
            Map<String, ChaosPods.Failed> failed,
            List<AuditLog.Commit> sent,
            Map<String, PodAnnotations> records,
            List<ResumingClient> clients,
            List<ChaosReplicas.Replica> replicas,
            Map<Long, Instant> rules,
            List<Instant> interruptions) {
        this.failed = failed;
        this.clients = clients;
        this.replicas = replicas;
        this.rules = new TreeMap<>(rules);
        this.interruptions = interruptions;
        this.events = clients.stream()
                .flatMap(client -> client.events().entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        Map.Entry::getValue,
                        (one, other) ->
                                Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet())));
        this.records = Map.copyOf(records);
        this.commits = sent.stream()
                .filter(commit -> commit.isAccepted() || isOnThePod(commit))
                .collect(Collectors.groupingBy(AuditLog.Commit::uid));
        lines.add("commits that the API server answered with an error and wrote all the same: "
                + commits.values().stream()
                        .flatMap(Collection::stream)
                        .filter(commit -> !commit.isAccepted())
                        .count());
        pods();
        strangers();
        clients();
        counters();
    }

    /** What should not be; empty if everything is in order. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    /** Of a pod that is gone only the stream can tell. */
    private boolean isOnThePod(AuditLog.Commit commit) {
        PodAnnotations record = records.get(commit.uid());
        if (record != null) {
            return record.committedBy().equals(commit.committedBy())
                    && record.classifiedAt().equals(commit.classifiedAt());
        }
        return events.getOrDefault(EventId.ofPod(commit.uid()), Set.of()).stream()
                .filter(FailureEvent::getAnnotated)
                .anyMatch(event -> event.getCommittedBy().equals(commit.committedBy())
                        && Timestamps.toMillis(event.getClassifyTime())
                                == commit.classifiedAt().toEpochMilli());
    }

    private void pods() {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        failed.values().forEach(pod -> fates.merge(fate(pod), 1, Integer::sum));
        long both = failed.values().stream()
                .filter(pod ->
                        commits.containsKey(pod.uid()) && !unannotated(pod).isEmpty())
                .count();
        lines.add("pods failed %d, of them deleted at once %d"
                .formatted(
                        failed.size(),
                        failed.values().stream().filter(pod -> !pod.exists()).count()));
        lines.add("fates: " + fates);
        lines.add("committed, and told as vanished by a replica whose watch was broken: " + both);
    }

    private Fate fate(ChaosPods.Failed pod) {
        List<AuditLog.Commit> accepted = commits.getOrDefault(pod.uid(), List.of());
        accepted.forEach(commit -> checkCategory(pod, commit));
        if (accepted.size() > 1) {
            problems.add(pod + " has " + accepted.size() + " accepted commits: " + accepted);
        }
        Set<FailureEvent> told = events.getOrDefault(EventId.ofPod(pod.uid()), Set.of());
        if (pod.kind().isSkipped()) {
            check(accepted.isEmpty() && told.isEmpty(), pod + " was to be skipped, but: " + accepted + told);
            return Fate.SKIPPED;
        }
        if (!accepted.isEmpty()) {
            told.stream()
                    .filter(FailureEvent::getAnnotated)
                    .filter(event -> !event.getClassification()
                            .getCategory()
                            .equals(accepted.getFirst().category()))
                    .forEach(event -> problems.add(pod + " was told as " + event + " after " + accepted));
            check(!pod.exists() || unannotated(pod).isEmpty(), pod + " exists and was told as vanished");
            return Fate.COMMITTED;
        }
        if (!unannotated(pod).isEmpty()) {
            check(!pod.exists(), pod + " exists and was told as vanished");
            return Fate.VANISHED;
        }
        boolean untold = clients.stream().allMatch(client -> client.wasAwayAt(pod.deleted()));
        check(!pod.exists() && (untold || wasInAGap(pod.deleted())), pod + " was forgotten");
        return Fate.UNSEEN;
    }

    private void checkCategory(ChaosPods.Failed pod, AuditLog.Commit commit) {
        if (pod.kind().isSkipped()) {
            return;
        }
        long version =
                Long.parseLong(commit.category().substring(commit.category().indexOf("-v") + 2));
        Instant written = rules.get(version);
        check(
                commit.category().equals(ChaosRules.category(pod.kind(), version))
                        && (commit.generation() == version || commit.generation() == 0)
                        && written != null
                        && !commit.at().isBefore(written),
                pod + " got what no rule said then: " + commit);
    }

    private List<FailureEvent> unannotated(ChaosPods.Failed pod) {
        return events.getOrDefault(EventId.ofPod(pod.uid()), Set.of()).stream()
                .filter(event -> !event.getAnnotated())
                .toList();
    }

    private boolean wasInAGap(Instant time) {
        return interruptions.stream()
                .anyMatch(gap -> !time.isBefore(gap.minusSeconds(2)) && time.isBefore(gap.plus(GAP)));
    }

    private void strangers() {
        Map<String, String> uids = new HashMap<>();
        failed.keySet().forEach(uid -> uids.put(EventId.ofPod(uid), uid));
        commits.keySet().stream()
                .filter(uid -> !failed.containsKey(uid))
                .forEach(uid -> problems.add("a commit for a pod that did not fail: " + uid));
        events.forEach((id, told) -> told.stream()
                .filter(event -> !event.getPod().getUid().equals(uids.get(id)))
                .forEach(event -> problems.add("the id " + id + " stands for " + event.getPod())));
    }

    /** A client may miss what was deleted while it was away, and is told of that. */
    private void clients() {
        int missedByAll = 0;
        for (String uid : commits.keySet()) {
            missedByAll += events.containsKey(EventId.ofPod(uid)) ? 0 : 1;
        }
        int number = 0;
        for (ResumingClient client : clients) {
            List<ChaosPods.Failed> missed = commits.keySet().stream()
                    .filter(uid -> !client.events().containsKey(EventId.ofPod(uid)))
                    .map(failed::get)
                    .toList();
            missed.stream()
                    .filter(ChaosPods.Failed::exists)
                    .forEach(pod -> problems.add("a client was never told of " + pod));
            check(
                    missed.isEmpty() || !client.gaps().isEmpty(),
                    "a client was not told that it missed pods that are gone: " + missed);
            lines.add("client %d: %d calls, %d failures, missed %d committed pods that were deleted, gaps %s"
                    .formatted(
                            number++,
                            client.calls(),
                            client.events().size(),
                            missed.size(),
                            client.gaps().stream()
                                    .collect(Collectors.groupingBy(
                                            gap -> gap.getReason().name(), TreeMap::new, Collectors.counting()))));
        }
        lines.add("committed pods that no client was told of (all deleted): " + missedByAll);
    }

    private void counters() {
        List<AuditLog.Commit> accepted =
                commits.values().stream().flatMap(Collection::stream).toList();
        long vanished = failed.values().stream()
                .filter(pod -> !unannotated(pod).isEmpty())
                .count();
        long counted = 0;
        for (ChaosReplicas.Replica replica : replicas) {
            List<AuditLog.Commit> own = accepted.stream().filter(replica::wrote).toList();
            long late = own.stream()
                    .filter(commit -> commit.at().isAfter(replica.lastLook().minus(LAG)))
                    .count();
            boolean killed = replica.lastLook().isBefore(Instant.MAX);
            long least = own.size() - (killed ? late + IN_HAND : 0);
            check(
                    replica.counted() >= least && replica.counted() <= own.size() + vanished,
                    "%s counted %d of %d commits".formatted(replica.identity(), replica.counted(), own.size()));
            counted += replica.counted();
            lines.add("%s: commits %d, counted %d, logged %d%s"
                    .formatted(
                            replica.identity(),
                            own.size(),
                            replica.counted(),
                            replica.logged(),
                            killed ? ", killed" : ""));
        }
        lines.add("commits %d, vanished %d, counted %d".formatted(accepted.size(), vanished, counted));
        check(counted <= accepted.size() + vanished, "more was counted than happened");
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
