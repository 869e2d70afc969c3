package dev.podfailure.operator;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of the operator process: from its settings to its exit code. */
public final class OperatorProcess {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** The exit code, once there is a reason to end. The first one counts. */
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private final PodfailureOperator operator;

    private OperatorProcess(OperatorSettings settings, Config config) {
        this.operator = new PodfailureOperator(settings, config, this::fail);
    }

    /**
     * Runs until the process is told to stop, or cannot go on.
     *
     * @return the exit code: 0 after SIGTERM or SIGINT, 1 if the cluster could not be used or a watch ended for good
     * @throws InvalidSettingException if no cluster is configured, or a port cannot be had
     */
    public static int run(OperatorSettings settings) {
        Config config = ClusterConfig.find(System.getenv(), Path.of(System.getProperty("user.home")));
        return new OperatorProcess(settings, config).run();
    }

    private int run() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "shutdown"));
        try {
            if (!operator.start()) {
                end.complete(FAILED);
            }
        } catch (InvalidSettingException e) {
            end.complete(MISUSED);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.complete(STOPPED);
        } catch (RuntimeException e) {
            // A start that is broken off by a stop fails in many ways, all of them in order.
            if (end.complete(FAILED)) {
                LOG.atError().setCause(e).log("The operator could not be started");
            }
        }
        return end.join();
    }

    private void fail(String why) {
        LOG.atError().addKeyValue("reason", why).log("The operator cannot go on");
        end.complete(FAILED);
    }

    /** Runs at SIGTERM and SIGINT, and after {@link #run()}. The JVM would exit with 143 after a signal, hence the halt. */
    private void shutDown() {
        end.complete(STOPPED);
        try {
            operator.close();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Did not stop in order");
        } finally {
            Runtime.getRuntime().halt(end.join());
        }
    }
}
