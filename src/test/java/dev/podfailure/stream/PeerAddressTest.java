package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,   50001, 10.0.0.1",
        "10.0.0.1,   50002, 10.0.0.1",
        "10.0.0.2,   50001, 10.0.0.2",
        "2001:db8::1, 50001, 2001:db8:0:0:0:0:0:1"
    })
    void isTheAddressWithoutThePort(String host, int port, String peer) {
        assertThat(peerOf(Attributes.newBuilder()
                        .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress(host, port))
                        .build()))
                .isEqualTo(peer);
    }

    @Test
    void isThatOfATransportOfAnotherKind() {
        SocketAddress pipe = new SocketAddress() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return "a pipe";
            }
        };

        assertThat(peerOf(Attributes.newBuilder()
                        .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, pipe)
                        .build()))
                .isEqualTo("a pipe");
    }

    @Test
    void isUnknownIfTheTransportDoesNotSay() {
        assertThat(peerOf(Attributes.EMPTY)).isEqualTo("an unknown address");
    }

    private static String peerOf(Attributes attributes) {
        AtomicReference<String> peer = new AtomicReference<>("");
        new PeerAddress().interceptCall(new Call(attributes), new Metadata(), (call, headers) -> {
            peer.set(PeerAddress.current());
            return new ServerCall.Listener<>() {};
        });
        return peer.get();
    }

    /** A call that nobody answers. */
    private static final class Call extends ServerCall<WatchRequest, WatchResponse> {
        private final Attributes attributes;

        Call(Attributes attributes) {
            this.attributes = attributes;
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(WatchResponse message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<WatchRequest, WatchResponse> getMethodDescriptor() {
            return FailureEventServiceGrpc.getWatchMethod();
        }
    }
}
