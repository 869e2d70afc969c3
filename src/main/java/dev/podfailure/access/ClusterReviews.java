package dev.podfailure.access;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewSpecBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the API server, a few questions at a time. */
final class ClusterReviews implements Reviews {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReviews.class);
    private static final int AT_A_TIME = 8;
    private static final long LONGEST_WAIT_SECONDS = 5;

    private final KubernetesClient client;
    private final AccessListener listener;
    private final Semaphore room = new Semaphore(AT_A_TIME);
    private final AtomicBoolean failing = new AtomicBoolean();

    ClusterReviews(KubernetesClient client, AccessListener listener) {
        this.client = client;
        this.listener = listener;
    }

    @Override
    public Optional<Caller> authenticate(String token, String audience) throws ReviewException {
        TokenReview review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(audience)
                .endSpec()
                .build();
        TokenReviewStatus status =
                ask("token", () -> client.tokenReviews().create(review).getStatus());
        // A server that knows nothing of audiences names none: its yes says nothing about ours.
        Optional<Caller> caller = Optional.of(status)
                .filter(answer -> Boolean.TRUE.equals(answer.getAuthenticated())
                        && answer.getAudiences().contains(audience))
                .map(TokenReviewStatus::getUser)
                .filter(user ->
                        user.getUsername() != null && !user.getUsername().isEmpty())
                .map(ClusterReviews::caller);
        listener.reviewed("token", caller.isPresent() ? "allowed" : "denied");
        return caller;
    }

    @Override
    public boolean allows(Caller caller, Permission permission) throws ReviewException {
        SubjectAccessReview review = review(caller, permission);
        SubjectAccessReviewStatus status = ask(
                "access",
                () -> client.authorization()
                        .v1()
                        .subjectAccessReview()
                        .create(review)
                        .getStatus());
        boolean allowed = Boolean.TRUE.equals(status.getAllowed()) && !Boolean.TRUE.equals(status.getDenied());
        listener.reviewed("access", allowed ? "allowed" : "denied");
        return allowed;
    }

    private <T> T ask(String review, Supplier<@Nullable T> question) throws ReviewException {
        String problem;
        try {
            if (!room.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                listener.reviewed(review, "error");
                throw unanswered("too many others wait for the API server's answer");
            }
            try {
                T answer = question.get();
                if (answer != null) {
                    if (failing.compareAndSet(true, false)) {
                        LOG.atInfo().log("The API server answers again about tokens and rights");
                    }
                    return answer;
                }
                problem = "an answer without a status";
            } catch (KubernetesClientException e) {
                problem = String.valueOf(e.getMessage());
            } finally {
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "interrupted";
        }
        listener.reviewed(review, "error");
        if (failing.compareAndSet(false, true)) {
            LOG.atError()
                    .addKeyValue("review", review)
                    .addKeyValue("problem", problem)
                    .log("The API server does not answer about tokens and rights: nobody new is let in");
        }
        throw unanswered("the API server does not answer");
    }

    private static ReviewException unanswered(String why) {
        return new ReviewException(new Refusal(Refusal.Reason.UNAVAILABLE, "nobody can be let in for now: " + why));
    }

    private static Caller caller(UserInfo user) {
        return new Caller(
                user.getUsername(), user.getUid() == null ? "" : user.getUid(), user.getGroups(), user.getExtra());
    }

    private static SubjectAccessReview review(Caller caller, Permission permission) {
        SubjectAccessReviewSpecBuilder spec = new SubjectAccessReviewSpecBuilder()
                .withUser(caller.name())
                .withUid(caller.uid())
                .withGroups(caller.groups())
                .withExtra(caller.extra());
        switch (permission) {
            case Permission.WatchEvents events ->
                spec.withNewResourceAttributes()
                        .withGroup(Permission.GROUP)
                        .withResource(Permission.EVENTS)
                        .withVerb("watch")
                        .withNamespace(events.namespace())
                        .endResourceAttributes();
            case Permission.GetPath page ->
                spec.withNewNonResourceAttributes()
                        .withPath(page.path())
                        .withVerb("get")
                        .endNonResourceAttributes();
        }
        return new SubjectAccessReviewBuilder().withSpec(spec.build()).build();
    }
}
