package dev.podfailure.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers for a time. Whoever asks what is being asked already waits for that answer. Yes and no have rooms of their own,
 * each bounded: a flood of bad questions does not push out what is known to be good. Thread-safe.
 */
final class AnswerCache<K, V> {
    private final Room<K, V> yes;
    private final Room<K, V> no;
    private final Predicate<V> isYes;
    private final LongSupplier nanoTime;

    /** Questions that are being asked. Guarded by this, as the rooms are. */
    private final Map<K, CompletableFuture<V>> asked = new HashMap<>();

    /** How to find the answer. */
    interface Question<V> {
        V ask() throws ReviewException;
    }

    /**
     * @param size most answers of either kind
     * @param yesFor how long a yes counts
     * @param noFor how long a no counts
     */
    AnswerCache(int size, Duration yesFor, Duration noFor, Predicate<V> isYes, LongSupplier nanoTime) {
        this.yes = new Room<>(size, yesFor.toNanos());
        this.no = new Room<>(size, noFor.toNanos());
        this.isYes = isYes;
        this.nanoTime = nanoTime;
    }

    /** The known answer, or a new one. What could not be answered is asked again the next time. */
    V answer(K key, Question<V> question) throws ReviewException {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others;
        synchronized (this) {
            V known = known(key);
            if (known != null) {
                return known;
            }
            others = asked.putIfAbsent(key, mine);
        }
        return others == null ? ask(key, question, mine) : await(others);
    }

    /** Number of answers that are held. */
    synchronized int size() {
        return yes.size() + no.size();
    }

    private @Nullable V known(K key) {
        V known = yes.get(key, nanoTime.getAsLong());
        return known != null ? known : no.get(key, nanoTime.getAsLong());
    }

    private V ask(K key, Question<V> question, CompletableFuture<V> told) throws ReviewException {
        // An answer is as old as its question.
        long now = nanoTime.getAsLong();
        try {
            V answer = question.ask();
            synchronized (this) {
                (isYes.test(answer) ? yes : no).keep(key, answer, now);
                asked.remove(key);
            }
            told.complete(answer);
            return answer;
        } catch (ReviewException | RuntimeException e) {
            synchronized (this) {
                asked.remove(key);
            }
            told.completeExceptionally(e);
            throw e;
        }
    }

    private static <V> V await(CompletableFuture<V> answer) throws ReviewException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ReviewException unanswered) {
                throw unanswered;
            }
            throw e;
        }
    }

    /** The answers of one kind, the longest unused ones first. */
    private static final class Room<K, V> extends LinkedHashMap<K, Room.Kept<V>> {
        private static final long serialVersionUID = 1L;

        private record Kept<V>(V answer, long until) {}

        private final int limit;
        private final long nanos;

        Room(int limit, long nanos) {
            super(16, 0.75f, true);
            this.limit = limit;
            this.nanos = nanos;
        }

        void keep(K key, V answer, long now) {
            put(key, new Kept<>(answer, now + nanos));
        }

        @Nullable
        V get(K key, long now) {
            Kept<V> kept = get(key);
            if (kept == null) {
                return null;
            }
            if (kept.until() - now <= 0) {
                remove(key);
                return null;
            }
            return kept.answer();
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
            return size() > limit;
        }
    }
}
