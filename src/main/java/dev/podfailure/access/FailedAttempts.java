package dev.podfailure.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many tokens may still be shown to the API server that it might refuse: so many in a row from one address, and in all;
 * each comes back after a while. An accepted token costs nothing. Thread-safe.
 */
final class FailedAttempts {
    private static final int ADDRESSES = 4_096;

    private final Limit perPeer;
    private final LongSupplier nanoTime;
    private final Bucket all;

    /** The longest unused address first: a forgotten one has its attempts again, within those of all. Guarded by this. */
    private final Map<String, Bucket> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES;
        }
    };

    /**
     * @param burst attempts at once
     * @param every after how long one more may be made
     */
    record Limit(int burst, Duration every) {}

    FailedAttempts(Limit perPeer, Limit all, LongSupplier nanoTime) {
        this.perPeer = perPeer;
        this.nanoTime = nanoTime;
        this.all = new Bucket(all, nanoTime.getAsLong());
    }

    /** Takes an attempt; whether there was one. */
    synchronized boolean take(String peer) {
        long now = nanoTime.getAsLong();
        Bucket ofPeer = peers.computeIfAbsent(peer, key -> new Bucket(perPeer, now));
        if (!ofPeer.has(now) || !all.has(now)) {
            return false;
        }
        ofPeer.take();
        all.take();
        return true;
    }

    /** Gives an attempt back: the token was good, or nobody was asked. */
    synchronized void giveBack(String peer) {
        long now = nanoTime.getAsLong();
        peers.computeIfAbsent(peer, key -> new Bucket(perPeer, now)).giveBack();
        all.giveBack();
    }

    private static final class Bucket {
        private final Limit limit;
        private int left;
        private long since;

        Bucket(Limit limit, long now) {
            this.limit = limit;
            this.left = limit.burst();
            this.since = now;
        }

        boolean has(long now) {
            long back = (now - since) / limit.every().toNanos();
            if (back > 0) {
                left = (int) Math.min(limit.burst(), left + back);
                since += back * limit.every().toNanos();
            }
            return left > 0;
        }

        void take() {
            left--;
        }

        void giveBack() {
            left = Math.min(limit.burst(), left + 1);
        }
    }
}
