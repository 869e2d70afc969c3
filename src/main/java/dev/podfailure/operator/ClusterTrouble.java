package dev.podfailure.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;

/** What is wrong with a cluster, in one line for a person. */
public final class ClusterTrouble {
    private ClusterTrouble() {}

    /** What the exception means, about the API server at this address. */
    public static String of(Object server, KubernetesClientException e) {
        return "the API server at " + server
                + (e.getCode() <= 0
                        ? " cannot be reached: " + cause(e)
                                + ": see whether it runs, and whether KUBECONFIG names the right cluster"
                        : " does not answer as it should: " + cause(e));
    }

    /** The client's exceptions about a server that cannot be reached often have no words of their own. */
    private static String cause(KubernetesClientException e) {
        String words = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            words = switch (cause) {
                case ConnectException refused -> said(refused, "connection refused");
                case HttpTimeoutException late -> "no answer in time";
                case UnknownHostException unknown -> "unknown host " + said(unknown, "");
                case UnresolvedAddressException unknown -> "unknown host";
                case ClosedChannelException closed -> words;
                default -> said(cause, words.isEmpty() ? cause.getClass().getSimpleName() : words);
            };
        }
        return words;
    }

    private static String said(Throwable cause, String otherwise) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? otherwise
                : message.lines().findFirst().orElse(otherwise);
    }
}
