package dev.podfailure.push;

import dev.podfailure.failure.EscapedText;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says about one sink: when it begins to fail, fails otherwise and works again, and some of the events that are
 * dropped. What a receiver says is text from outside. Not thread-safe.
 */
final class SinkLog {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLog.class);
    private static final int MAX_TEXT = 256;

    private final SinkTarget target;
    private final OccasionalLine drops;
    private final OccasionalLine losses;
    private String trouble = "";

    SinkLog(SinkTarget target, LongSupplier nanos) {
        this.target = target;
        this.drops = new OccasionalLine(nanos);
        this.losses = new OccasionalLine(nanos);
    }

    void beginsAnew() {
        LOG.atInfo()
                .addKeyValue("sink", target.name())
                .addKeyValue("address", target.authority())
                .log("Pushing every failure that is known to a sink");
    }

    void failed(Answer.Failed failure) {
        String code = failure.code().name();
        if (!code.equals(trouble)) {
            trouble = code;
            LOG.atWarn()
                    .addKeyValue("sink", target.name())
                    .addKeyValue("address", target.authority())
                    .addKeyValue("code", code)
                    .addKeyValue("error", EscapedText.of(failure.message(), MAX_TEXT))
                    .log("A sink does not take events; they wait");
        }
    }

    void took() {
        if (!trouble.isEmpty()) {
            trouble = "";
            LOG.atInfo().addKeyValue("sink", target.name()).log("The sink takes events again");
        }
    }

    void dropped(QueuedEvent event, String reason, String message) {
        if (!drops.isDue(1)) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("sink", target.name())
                .addKeyValue("reason", reason)
                .addKeyValue("namespace", event.event().getPod().getNamespace())
                .addKeyValue("pod", event.event().getPod().getName())
                .addKeyValue("eventId", event.event().getEventId())
                .addKeyValue("error", EscapedText.of(message, MAX_TEXT))
                .addKeyValue("events", drops.said())
                .log("A sink will never take this event; it is not sent again");
    }

    void overtaken(long events) {
        if (losses.isDue(events)) {
            LOG.atWarn()
                    .addKeyValue("sink", target.name())
                    .addKeyValue("events", losses.said())
                    .log("A sink is so far behind that events of deleted pods were lost to it");
        }
    }

    void broke(RuntimeException error) {
        LOG.atError()
                .addKeyValue("sink", target.name())
                .setCause(error)
                .log("Pushing events met an error of its own; it goes on");
    }
}
