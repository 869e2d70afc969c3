package dev.podfailure.rig;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;

/**
 * A real API server on a bad day. Listens on loopback without TLS, passes each request on to the real one, and does to
 * some of them what a test asks for. Every request has a connection of its own, so that a reset hits nothing else.
 */
public final class FaultyApiServer implements AutoCloseable {
    private static final int FAREWELL_MILLIS = 10_000;

    private final ControlPlane plane;
    private final URI upstream;
    private final SSLSocketFactory tls;
    private final ServerSocket listener;
    private final Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Order> orders = new CopyOnWriteArrayList<>();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> watches = ConcurrentHashMap.newKeySet();
    private final Set<Socket> hanging = ConcurrentHashMap.newKeySet();

    /**
     * A request that came.
     *
     * @param head the request
     * @param fault what was done to it; empty if it was passed on
     */
    public record Seen(RequestHead head, Optional<Fault> fault) {}

    /** What is to be done to which requests. */
    private interface Order {
        Optional<Fault> faultFor(RequestHead head);
    }

    /** The next so many requests get one fault; {@code left} is guarded by the order itself. */
    private static final class Counted implements Order {
        private final RequestMatch match;
        private final Fault fault;
        private int left;

        Counted(RequestMatch match, Fault fault, int left) {
            this.match = match;
            this.fault = fault;
            this.left = left;
        }

        @Override
        public synchronized Optional<Fault> faultFor(RequestHead head) {
            if (left == 0 || !match.matches(head)) {
                return Optional.empty();
            }
            left--;
            return Optional.of(fault);
        }
    }

    /** A share of the requests gets one of several faults; the order itself guards its random numbers. */
    private static final class Drawn implements Order {
        private final RequestMatch match;
        private final List<Fault> faults;
        private final double share;
        private final Random random;

        Drawn(RequestMatch match, List<Fault> faults, double share, long seed) {
            this.match = match;
            this.faults = List.copyOf(faults);
            this.share = share;
            this.random = new Random(seed);
        }

        @Override
        public synchronized Optional<Fault> faultFor(RequestHead head) {
            return match.matches(head) && random.nextDouble() < share
                    ? Optional.of(faults.get(random.nextInt(faults.size())))
                    : Optional.empty();
        }
    }

    private FaultyApiServer(ControlPlane plane) throws IOException, GeneralSecurityException {
        this.plane = plane;
        this.upstream = URI.create(plane.server());
        this.tls = SSLUtils.sslContext(plane.admin().getConfiguration()).getSocketFactory();
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.folder = Files.createTempDirectory("podfailure-faulty-");
    }

    /** Starts it in front of a control plane. */
    public static FaultyApiServer inFrontOf(ControlPlane plane) {
        try {
            FaultyApiServer server = new FaultyApiServer(plane);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the faulty API server does not start: " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Kubeconfig of a ServiceAccount that reaches the cluster through this server. */
    public Path kubeconfigOf(String namespace, String serviceAccount) {
        String token = plane.tokenOf(namespace, serviceAccount);
        return new Kubeconfig(url(), null, serviceAccount, token, namespace)
                .write(folder.resolve(namespace + "-" + serviceAccount));
    }

    /** Does this to the next request that matches. Orders for the same requests are taken in the order they were given. */
    public void next(RequestMatch match, Fault fault) {
        times(1, match, fault);
    }

    /** Does this to the next so many requests that match. */
    public void times(int count, RequestMatch match, Fault fault) {
        orders.add(new Counted(match, fault, count));
    }

    /** Does this to every request that matches, until {@link #heal()}. */
    public void always(RequestMatch match, Fault fault) {
        times(Integer.MAX_VALUE, match, fault);
    }

    /** Does one of these, drawn by chance, to a share of the requests that match, until {@link #heal()}. */
    public void sometimes(double share, long seed, RequestMatch match, List<Fault> faults) {
        orders.add(new Drawn(match, faults, share, seed));
    }

    /** Resets every watch that runs. New ones are passed on, unless something else is ordered for them. */
    public void cutWatches() {
        watches.forEach(FaultyApiServer::reset);
    }

    /** Forgets every order, and cuts what hangs. */
    public void heal() {
        orders.clear();
        hanging.forEach(FaultyApiServer::reset);
    }

    /** Every request that came so far. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** How many requests that match came so far. */
    public long count(RequestMatch match) {
        return seen.stream().filter(request -> match.matches(request.head())).count();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the faulty API server does not stop", e);
        } finally {
            open.forEach(FaultyApiServer::reset);
            threads.close();
            Folders.delete(folder);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            RequestHead head = RequestHead.read(client.getInputStream());
            Optional<Fault> fault = faultFor(head);
            seen.add(new Seen(head, fault));
            if (fault.isEmpty()) {
                pass(client, head);
                return;
            }
            suffer(client, head, fault.get());
        } catch (IOException e) {
            // Either side closed or was cut: what a proxy on a bad day is for.
        } finally {
            open.remove(client);
            watches.remove(client);
            hanging.remove(client);
        }
    }

    private Optional<Fault> faultFor(RequestHead head) {
        return orders.stream().flatMap(order -> order.faultFor(head).stream()).findFirst();
    }

    private void suffer(Socket client, RequestHead head, Fault fault) throws IOException {
        switch (fault) {
            case Fault.Answer answer -> {
                client.getInputStream().readNBytes(head.contentLength());
                answer(client, answer);
            }
            case Fault.ResetBefore before -> reset(client);
            case Fault.ResetAfter after -> {
                commit(client, head);
                reset(client);
            }
            case Fault.AnswerAfter after -> {
                commit(client, head);
                answer(client, after.answer());
            }
            case Fault.ExpiredWatch expired -> {
                client.getOutputStream().write(ExpiredWatch.answerTo(head));
                awaitFarewell(client);
            }
            case Fault.Hang hang -> hang(client);
            case Fault.HangAfter after -> {
                commit(client, head);
                hang(client);
            }
        }
    }

    /** Ends when the client gives up or {@link #heal()} resets the connection. */
    private void hang(Socket client) throws IOException {
        hanging.add(client);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void pass(Socket client, RequestHead head) throws IOException {
        if (head.isWatch()) {
            watches.add(client);
        }
        try (Socket server = connect()) {
            server.getOutputStream().write(head.forUpstream(upstream.getAuthority()));
            threads.execute(() -> copy(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    /** Has the API server do what is asked, and waits for its whole answer. */
    private void commit(Socket client, RequestHead head) throws IOException {
        try (Socket server = connect()) {
            server.getOutputStream().write(head.forUpstream(upstream.getAuthority()));
            server.getOutputStream().write(client.getInputStream().readNBytes(head.contentLength()));
            server.getInputStream().readAllBytes();
        }
    }

    private static void answer(Socket client, Fault.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        List<String> head = new ArrayList<>(List.of(
                "HTTP/1.1 " + answer.code() + " Ordered",
                "Content-Type: application/json",
                "Content-Length: " + body.length,
                "Connection: close"));
        answer.headers().forEach((name, value) -> head.add(name + ": " + value));
        client.getOutputStream().write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().write(body);
    }

    private Socket connect() throws IOException {
        Socket server = tls.createSocket(upstream.getHost(), upstream.getPort());
        server.setTcpNoDelay(true);
        return server;
    }

    /** The client's half. When the client is gone, whatever the API server still has to say is for nobody. */
    private static void copy(Socket client, Socket server) {
        try (server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // The answer is complete, or one side was cut.
        }
    }

    /**
     * Leaves the last word to the client. A client that meets the end of the connection right behind the first frame may
     * drop the frame.
     */
    private static void awaitFarewell(Socket client) throws IOException {
        client.setSoTimeout(FAREWELL_MILLIS);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Closes without a farewell: the other side reads "connection reset". */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
