package dev.podfailure.stream;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.podfailure.access.Refusal;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.GapReason;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The errors of the stream, with the details that let a program act on them. */
final class StreamErrors {
    private static final String DOMAIN = "podfailure.dev";

    private StreamErrors() {}

    static StatusRuntimeException invalid(List<FieldViolation> violations) {
        String message = violations.stream()
                .map(violation -> violation.getField() + ": " + violation.getDescription())
                .collect(Collectors.joining("; "));
        return error(
                Code.INVALID_ARGUMENT,
                message,
                BadRequest.newBuilder().addAllFieldViolations(violations).build());
    }

    static StatusRuntimeException unserved(String message) {
        return error(Code.UNIMPLEMENTED, message);
    }

    static StatusRuntimeException unavailable(String message, Duration retryAfter) {
        return error(Code.UNAVAILABLE, message, retry(retryAfter));
    }

    static StatusRuntimeException exhausted(String subject, String message, Duration retryAfter) {
        QuotaFailure quota = QuotaFailure.newBuilder()
                .addViolations(
                        QuotaFailure.Violation.newBuilder().setSubject(subject).setDescription(message))
                .build();
        return error(Code.RESOURCE_EXHAUSTED, message, quota, retry(retryAfter));
    }

    static StatusRuntimeException lost(Gap gap) {
        String reason = gap.getReason() == GapReason.GAP_REASON_TOKEN_EXPIRED
                ? "RESUME_TOKEN_EXPIRED"
                : gap.getReason().name().substring("GAP_REASON_".length());
        return error(
                Code.OUT_OF_RANGE,
                "events were lost (" + reason + "); read a snapshot to be whole again",
                ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason).build(),
                gap);
    }

    /** The API server does not know the caller, or does not grant the right, or cannot be asked. */
    static StatusRuntimeException refused(Refusal refusal, Duration retryAfter) {
        ErrorInfo info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(refusal.reason().name())
                .build();
        return switch (refusal.kind()) {
            case UNAUTHENTICATED -> error(Code.UNAUTHENTICATED, refusal.message(), info);
            case FORBIDDEN -> error(Code.PERMISSION_DENIED, refusal.message(), info);
            case THROTTLED -> error(Code.RESOURCE_EXHAUSTED, refusal.message(), info, retry(retryAfter));
            case UNAVAILABLE -> error(Code.UNAVAILABLE, refusal.message(), info, retry(retryAfter));
        };
    }

    private static RetryInfo retry(Duration after) {
        return RetryInfo.newBuilder().setRetryDelay(Times.duration(after)).build();
    }

    private static StatusRuntimeException error(Code code, String message, Message... details) {
        Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
