package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private static final int CAPACITY = 10;
    private static final int ALL = 1_000;
    private static final int LARGE = 1_000_000;

    private final SteppedClock clock = new SteppedClock();
    private final FailureEventLog log =
            new FailureEventLog(EventContent.of("c"), new LogSettings(CAPACITY, true, Duration.ofSeconds(10)), clock);
    private final AtomicLong lost = new AtomicLong();

    @Test
    void beginsWithThePodsThatExistAndGoesOnWithWhatIsNew() {
        see(1, 25);
        EventFeed feed = log.feed(lost::addAndGet);

        assertThat(pods(feed, ALL)).isEqualTo(names(1, 25));
        assertThat(pods(feed, ALL)).isEmpty();
        see(26, 27);
        assertThat(pods(feed, ALL)).isEqualTo(names(26, 27));
        assertThat(lost).hasValue(0);
    }

    @Test
    void handsOutPodsThatAreGoneWhileTheLogHoldsThem() {
        see(1, 25);
        delete(1, 25);
        EventFeed feed = log.feed(lost::addAndGet);

        assertThat(pods(feed, ALL)).isEqualTo(names(16, 25));
        assertThat(lost).as("what was gone before it began").hasValue(0);
    }

    @Test
    void handsOutNoMoreThanAskedFor() {
        see(1, 25);
        EventFeed feed = log.feed(lost::addAndGet);

        assertThat(pods(feed, 7)).isEqualTo(names(1, 7));
        assertThat(pods(feed, 10)).isEqualTo(names(8, 17));
        assertThat(pods(feed, 10)).isEqualTo(names(18, 25));
    }

    @Test
    void handsOutOneEventHoweverLarge() {
        see(1, 3);
        EventFeed feed = log.feed(lost::addAndGet);

        assertThat(feed.next(ALL, 1)).hasSize(1);
        assertThat(feed.next(ALL, 1)).hasSize(1);
    }

    @Test
    void aReaderThatWasOvertakenGetsThePodsThatExistAndIsToldOfTheOthers() {
        see(1, 5);
        EventFeed feed = log.feed(lost::addAndGet);
        assertThat(pods(feed, ALL)).isEqualTo(names(1, 5));

        see(6, 30);
        delete(8, 12);

        assertThat(pods(feed, ALL)).containsExactlyElementsOf(names(6, 7, 13, 30));
        assertThat(lost).hasValue(5);
    }

    @Test
    void aPodThatGoesWhileItWaitsIsALossToo() {
        EventFeed feed = log.feed(lost::addAndGet);
        see(1, 30);
        assertThat(pods(feed, 3)).isEqualTo(names(1, 3));

        delete(4, 4);

        assertThat(pods(feed, ALL)).isEqualTo(names(5, 30));
        assertThat(lost).hasValue(1);
    }

    @Test
    void aNewBeginningRepeatsEverything() {
        see(1, 25);
        EventFeed feed = log.feed(lost::addAndGet);
        pods(feed, ALL);

        feed.restart();

        assertThat(pods(feed, ALL)).isEqualTo(names(1, 25));
        assertThat(lost).hasValue(0);
    }

    @Test
    void leavesOutThatTheViewOfTheClusterWasInterrupted() {
        EventFeed feed = log.feed(lost::addAndGet);
        see(1, 1);
        log.watching(5_000, true);
        see(2, 2);

        assertThat(pods(feed, ALL)).isEqualTo(names(1, 2));
    }

    @Test
    void aDecisionThatWasRevisedComesAgain() {
        EventFeed feed = log.feed(lost::addAndGet);
        see(1, 2);
        pods(feed, ALL);

        log.seen(SamplePods.revised(1, 1));

        assertThat(feed.next(ALL, LARGE))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().getRevision()).isEqualTo(1));
    }

    @Test
    void tellsHowMuchWaitsAndSinceWhen() {
        EventFeed feed = log.feed(lost::addAndGet);
        assertThat(feed.waiting()).isZero();
        assertThat(feed.oldestWaiting()).isEmpty();

        see(1, 20);
        clock.advance(Duration.ofSeconds(5));
        see(21, 22);
        delete(3, 4);

        assertThat(feed.waiting()).isEqualTo(20);
        assertThat(feed.oldestWaiting()).contains(SteppedClock.START);
        pods(feed, 18);
        assertThat(feed.waiting()).isEqualTo(2);
        assertThat(feed.oldestWaiting()).contains(SteppedClock.START.plusSeconds(5));
    }

    @Test
    void everyReaderIsToldOfNews() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        log.feed(lost::addAndGet).onNews(first::incrementAndGet);
        log.feed(lost::addAndGet).onNews(second::incrementAndGet);

        see(1, 3);

        assertThat(first).hasValue(3);
        assertThat(second).hasValue(3);
    }

    private void see(int first, int last) {
        SamplePods.annotated(first, last).forEach(log::seen);
    }

    private void delete(int first, int last) {
        SamplePods.annotated(first, last).forEach(log::gone);
    }

    private static List<String> pods(EventFeed feed, int max) {
        return feed.next(max, LARGE).stream()
                .map(entry -> entry.event().getPod().getName())
                .toList();
    }

    private static List<String> names(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "pod-" + number)
                .toList();
    }

    private static List<String> names(int first, int last, int nextFirst, int nextLast) {
        return IntStream.concat(IntStream.rangeClosed(first, last), IntStream.rangeClosed(nextFirst, nextLast))
                .mapToObj(number -> "pod-" + number)
                .toList();
    }
}
