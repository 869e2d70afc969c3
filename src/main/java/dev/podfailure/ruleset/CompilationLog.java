package dev.podfailure.ruleset;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes what came of rule sets into the log. */
final class CompilationLog implements CompilationListener {
    private static final Logger LOG = LoggerFactory.getLogger(CompilationLog.class);

    @Override
    public void compiled(RuleSetKey key, Compilation compilation) {
        switch (compilation) {
            case Compilation.Compiled compiled -> {
                boolean whole = compiled.set().problems().isEmpty();
                line(whole ? Level.INFO : Level.WARN, key, compilation)
                        .addKeyValue("acceptance", compiled.set().acceptance())
                        .addKeyValue("rules", compiled.set().total())
                        .addKeyValue("active", compiled.set().rules().size())
                        .addKeyValue("problems", compiled.set().problems().size())
                        .log("Rule set compiled");
            }
            case Compilation.Failed failed ->
                line(Level.ERROR, key, compilation)
                        .addKeyValue("error", failed.why())
                        .log("Rule set not compiled: the compiler failed");
            case Compilation.Overdue overdue ->
                line(Level.WARN, key, compilation)
                        .addKeyValue("limit", overdue.limit())
                        .log("Rule set not compiled in time");
        }
    }

    @Override
    public void gone(RuleSetKey key) {
        LOG.atInfo().addKeyValue("ruleset", key).log("Rule set removed");
    }

    private static LoggingEventBuilder line(Level level, RuleSetKey key, Compilation compilation) {
        return LOG.atLevel(level)
                .addKeyValue("ruleset", key)
                .addKeyValue("generation", compilation.source().generation())
                .addKeyValue(
                        "inUse",
                        compilation
                                .inUse()
                                .map(set -> set.source().generation())
                                .orElse(0L));
    }
}
