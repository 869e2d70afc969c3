package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PastEventsTest {
    private static final long LISTED_AT = 1_000;

    private final List<Long> asked = new ArrayList<>();
    private EventStore store;
    private long answer;
    private PastEvents past;

    @BeforeEach
    void list() {
        store = store(true);
        store.watching(LISTED_AT);
        past = past(store);
    }

    @Test
    void extendsTheLogToWhereTheTokenIsIfNoPodHasLeft() throws InterruptedException {
        answer = 900;

        past.reach(token(900));

        assertThat(store.completeFrom()).isEqualTo(900);
    }

    @Test
    void extendsTheLogToWhereTheLastPodLeft() throws InterruptedException {
        answer = 950;

        past.reach(token(900));

        assertThat(store.completeFrom()).isEqualTo(950);
    }

    @Test
    void asksOnceForTokensThatNoAnswerHelps() throws InterruptedException {
        answer = LISTED_AT;

        past.reach(token(900));
        past.reach(token(900));
        past.reach(token(800));

        assertThat(store.completeFrom()).isEqualTo(LISTED_AT);
        assertThat(asked).containsExactly(900L);
    }

    @Test
    void asksAgainForAYoungerTokenOfWhichItKnowsNothing() throws InterruptedException {
        answer = LISTED_AT;
        past.reach(token(900));
        answer = 990;

        past.reach(token(990));

        assertThat(store.completeFrom()).isEqualTo(990);
    }

    @Test
    void doesNotAskForTokensBeforeTheLastPodThatLeft() throws InterruptedException {
        answer = 950;

        past.reach(token(900));
        past.reach(token(940));

        assertThat(asked).containsExactly(900L);
    }

    @Test
    void asksNobodyAboutWhatItSawItself() throws InterruptedException {
        past.reach(token(LISTED_AT));

        assertThat(asked).isEmpty();
    }

    @Test
    void asksNobodyAboutItsOwnTokens() throws InterruptedException {
        ResumeToken own = ResumeToken.decode(store.token(Position.inLog(0))).orElseThrow();

        past.reach(new ResumeToken(own.incarnation(), own.position(), 900));

        assertThat(asked).isEmpty();
    }

    @Test
    void asksNobodyIfResourceVersionsOfSeveralWatchesMeet() throws InterruptedException {
        EventStore several = store(false);
        several.watching(LISTED_AT);

        past(several).reach(token(900));

        assertThat(asked).isEmpty();
    }

    private PastEvents past(EventStore log) {
        return new PastEvents(log, (after, upTo) -> {
            asked.add(after);
            return answer;
        });
    }

    private static EventStore store(boolean singleWatch) {
        return new EventStore(new LogSettings(10, singleWatch, Duration.ofSeconds(10)), new SteppedClock());
    }

    private static ResumeToken token(long version) {
        return new ResumeToken(4711, Position.inLog(3), version);
    }
}
