package dev.podfailure.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that knows a few tokens and grants a few rights, and how often it was asked. */
public final class FakeReviews implements Reviews {
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Set<String> rights = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    /** Makes a token good. */
    public String accept(String name) {
        String token = TestToken.of(name);
        names.put(token, name);
        return token;
    }

    /** Grants a right. */
    public FakeReviews grant(String name, Permission permission) {
        rights.add(name + " may " + permission);
        return this;
    }

    /** Takes a right away. */
    public void revoke(String name, Permission permission) {
        rights.remove(name + " may " + permission);
    }

    /** Makes a token bad. */
    public void reject(String token) {
        names.remove(token);
    }

    /** Makes it answer no more, or again. */
    public void gone(boolean newGone) {
        gone = newGone;
    }

    /** What it was asked, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** A guard that asks this API server each time about tokens. */
    public AccessGuard guard() {
        return guard(AccessSettings.Identity.TOKEN);
    }

    /** The same about certificates. */
    public AccessGuard guardOfCertificates() {
        return guard(AccessSettings.Identity.CERTIFICATE);
    }

    private AccessGuard guard(AccessSettings.Identity identity) {
        return new AccessGuard(
                new AccessSettings(identity, "podfailure.dev", Duration.ZERO),
                this,
                AccessListener.NONE,
                Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
                System::nanoTime);
    }

    @Override
    public Optional<Caller> authenticate(String token, String audience) throws ReviewException {
        asked.add("who");
        refuseIfGone();
        return Optional.ofNullable(names.get(token))
                .map(name -> new Caller(name, "uid", List.of("system:authenticated"), Map.of()));
    }

    @Override
    public boolean allows(Caller caller, Permission permission) throws ReviewException {
        asked.add(caller.name() + " " + permission);
        refuseIfGone();
        return rights.contains(caller.name() + " may " + permission);
    }

    private void refuseIfGone() throws ReviewException {
        if (gone) {
            throw new ReviewException(new Refusal(Refusal.Reason.UNAVAILABLE, "gone"));
        }
    }
}
